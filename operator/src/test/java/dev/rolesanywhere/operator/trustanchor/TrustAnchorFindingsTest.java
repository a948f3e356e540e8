package dev.rolesanywhere.operator.trustanchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.condition.Finding;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistrationStatus;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.outcome.LastReport;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.registration.ManagedReport;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrustAnchorFindingsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<Registration> REGISTERED =
            List.of(new Registration("arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/x", null, null));

    static Stream<Arguments> registration() {
        Outcome accepted = outcome("shop", "Accepted", 1);
        Outcome refused = outcome("shop", "UntrustedCertificate", 2);
        return Stream.of(
                Arguments.of("nobody reports", List.of(), "Unknown", "NotConfirmedYet", "first successful use"),
                Arguments.of(
                        "one namespace reports well",
                        List.of(accepted),
                        "Unknown",
                        "OneNamespaceReports",
                        "AWS accepts certificates of this CA, as reported only by pods of namespace 'shop'."),
                Arguments.of(
                        "one namespace reports trouble",
                        List.of(accepted, refused),
                        "Unknown",
                        "OneNamespaceReports",
                        "AWS refuses certificates of this CA, as reported only by pods of namespace 'shop'."),
                Arguments.of(
                        "two namespaces report well",
                        List.of(accepted, outcome("crm", "Accepted", 2)),
                        "True",
                        "Confirmed",
                        "2 namespaces: crm, shop"),
                Arguments.of(
                        "one namespace against many",
                        List.of(refused, outcome("crm", "Accepted", 1), outcome("erp", "Accepted", 1)),
                        "True",
                        "Confirmed",
                        "2 namespaces: crm, erp"),
                Arguments.of(
                        "one namespace against one",
                        List.of(refused, outcome("crm", "Accepted", 1)),
                        "Unknown",
                        "NamespacesDisagree",
                        "accepts certificates of this CA (namespace 'crm')"),
                Arguments.of(
                        "several namespaces report that another CA is registered",
                        List.of(refused, outcome("crm", "UntrustedCertificate", 1)),
                        "False",
                        "UntrustedByAWS",
                        "2 namespaces: crm, shop. The trust anchor 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/x' does not contain the CA of AWSTrustAnchor '"),
                Arguments.of(
                        "several namespaces report that it is deleted or disabled",
                        List.of(
                                outcome("shop", "AnchorMissingOrDisabled", 1),
                                outcome("crm", "AnchorMissingOrDisabled", 1)),
                        "False",
                        "AnchorMissingOrDisabled",
                        "does not exist in AWS or is disabled"),
                Arguments.of(
                        "a role's own trouble says nothing about the anchor",
                        List.of(
                                accepted,
                                outcome("crm", "Accepted", 1),
                                outcome("erp", "RoleTrustPolicyDenies", 2),
                                outcome("web", "RoleTrustPolicyDenies", 2)),
                        "True",
                        "Confirmed",
                        "AWS accepts"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("registration")
    void registered_follows_reports_of_several_namespaces_never_of_one(
            String name, List<Outcome> reported, String status, String reason, String message) {
        for (Optional<TrustProof> proof :
                List.of(Optional.<TrustProof>empty(), Optional.<TrustProof>of(new TrustProof.Unknown("no answer")))) {
            Finding registered = registered(REGISTERED, reported, proof);

            assertThat(registered.status().name()).isEqualTo(status);
            assertThat(registered.reason()).isEqualTo(reason);
            assertThat(registered.message()).contains(message).doesNotContain("orders-1");
        }
    }

    static Stream<Arguments> proofs() {
        return Stream.of(
                Arguments.of(new TrustProof.Trusted(), "True", "Confirmed"),
                Arguments.of(new TrustProof.NotYet("trust anchor x does not contain it."), "False", "UntrustedByAWS"),
                Arguments.of(
                        new TrustProof.AnchorMissing("trust anchor x is disabled."),
                        "False",
                        "AnchorMissingOrDisabled"));
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void awss_answer_to_the_operator_overrides_all_pods(TrustProof proof, String status, String reason) {
        for (String said : List.of("Accepted", "UntrustedCertificate")) {
            List<Outcome> reported =
                    List.of(outcome("shop", said, 1), outcome("crm", said, 2), outcome("erp", said, 3));
            Finding registered = registered(REGISTERED, reported, Optional.of(proof));

            assertThat(registered.status().name()).isEqualTo(status);
            assertThat(registered.reason()).isEqualTo(reason);
        }
    }

    @Test
    void without_an_arn_the_message_has_the_next_step() {
        Finding registered = registered(List.of(), List.of(outcome("shop", "Accepted", 1)), Optional.empty());

        assertThat(registered.reason()).isEqualTo("NoARN");
        assertThat(registered.message()).contains("register status.caBundle");
    }

    @Test
    void a_ca_with_a_name_that_is_not_a_session_tag_causes_a_warning_before_the_first_pod() {
        assertThat(ready("O=Acme\\, Inc.", List.of(), ManagedReport.NOTHING).message())
                .startsWith("Certificates are issued. Warning: ")
                .contains("'O=Acme, Inc.'", "--certificate-field x509Issuer");
        assertThat(ready("O=Acme", REGISTERED, ManagedReport.NOTHING).message()).isEqualTo("Certificates are issued.");
    }

    @Test
    void a_profile_that_the_operator_keeps_needs_no_warning_of_names() {
        Registration kept = REGISTERED.getFirst();
        ManagedReport managed = new ManagedReport(
                List.of(new ManagedRegistrationStatus("111122223333", "eu-west-1", kept.arn(), null, null, null)),
                Optional.empty());

        assertThat(ready("O=Acme\\, Inc.", List.of(kept), managed).message()).isEqualTo("Certificates are issued.");
    }

    private static Finding ready(String name, List<Registration> registrations, ManagedReport managed) {
        var keys = KeySpec.P256.generate(new SecureRandom());
        X509Certificate certificate = CertificateDraft.selfSignedAuthority(
                        new X500Name(name),
                        keys.getPublic(),
                        Validity.starting(NOW, Duration.ofDays(1)),
                        new SecureRandom())
                .sign(keys.getPrivate(), new SecureRandom());
        CertificateAuthority authority = new CertificateAuthority() {
            @Override
            public List<X509Certificate> path() {
                return List.of(certificate);
            }

            @Override
            public X509Certificate issue(LeafTemplate template) {
                throw new AssertionError("nothing is issued");
            }
        };
        return TrustAnchorFindings.of(new TrustAnchorFacts(
                        "default",
                        registrations,
                        new AuthorityState.Usable(authority, Reason.Loaded, "loaded"),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofHours(1),
                        managed,
                        1,
                        ReportedOutcomes.NOTHING,
                        Optional.empty(),
                        null,
                        NOW,
                        null,
                        "",
                        null))
                .getFirst();
    }

    private static Finding registered(
            List<Registration> registrations, List<Outcome> reported, Optional<TrustProof> proof) {
        List<Finding> findings = TrustAnchorFindings.of(new TrustAnchorFacts(
                "default",
                registrations,
                new AuthorityState.Unusable(Reason.KeyLost, "lost"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofHours(1),
                ManagedReport.NOTHING,
                1,
                new ReportedOutcomes(
                        !reported.isEmpty(),
                        reported.stream().map(LastReport::of).toList()),
                proof,
                null,
                NOW,
                null,
                "",
                null));
        assertThat(findings)
                .extracting(Finding::type)
                .containsExactly("Ready", "CertificateAuthorityReady", "Registered");
        return findings.get(2);
    }

    private static Outcome outcome(String namespace, String reason, int minute) {
        return new Outcome(
                new PodReference(namespace, "orders-1", "uid", "orders"),
                "reader",
                RoleCondition.Reason.valueOf(reason),
                NOW.plusSeconds(60L * minute),
                null,
                null);
    }
}
