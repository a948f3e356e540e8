package dev.rolesanywhere.operator.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.request.CertificateRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A role whose certificates another component keeps in the pod's files: the same policy chain admits them. */
class FilesIssuingTest {
    private static final Identification.Known CALLER =
            new Identification.Known(new PodReference("shop", "orders-1", "uid-1", "orders"), null, true);

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = KeySpec.P256.generate(random);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final AWSRole role = new AWSRole();
    private final TestInventory inventory = new TestInventory();
    private Issuer issuer;

    @BeforeEach
    void set() {
        anchor.setMetadata(new ObjectMetaBuilder().withName("spire").build());
        trusts(CertificatePem.encode(new SelfSignedAuthorities(clock, random)
                .generate("prod-1.example.org", 1, KeySpec.P256, Duration.ofDays(100))
                .certificate()));
        role.setMetadata(new ObjectMetaBuilder().withName("reader").build());
        allows("shop");
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withName("orders")
                .withNamespace("shop")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        binding.setSpec(Serialization.unmarshal("""
            roleRef: {name: reader}
            subjects: [{name: orders}]
            """, AWSRoleBindingSpec.class));
        inventory.with(anchor, role, binding);
        issuer = new Issuer(
                inventory,
                new SigningAuthorities(inventory, ExternalAuthorities.none(), clock, random),
                new TimeSlots(TestSettings.direct(), metrics, clock),
                TestSettings.direct(),
                new IssuingTimes(metrics),
                clock);
    }

    private void trusts(String pem) {
        anchor.setSpec(Serialization.unmarshal("""
            trustDomain: prod-1.example.org
            leafDuration: 30m
            certificateAuthority:
              external:
                owner: SPIRE
                volume: {name: svid}
                keyFile: keys/tls.key
                trustBundle: {pem: "%s"}
            registrations:
            - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef
              profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef
            """.formatted(pem.replace("\n", "\\n")), AWSTrustAnchorSpec.class));
    }

    private void allows(String namespace) {
        role.setSpec(Serialization.unmarshal("""
            trustAnchorRef: {name: spire}
            roleARN: arn:aws:iam::111122223333:role/reader
            allowedNamespaces: {names: [%s]}
            """.formatted(namespace), AWSRoleSpec.class));
    }

    @Test
    void the_answer_has_files_and_spiffe_id_and_the_permission_expires_like_a_leaf() {
        Issuance issuance = issue();

        assertThat(issuance.refused()).isEmpty();
        Issuance.Proof.Files files =
                (Issuance.Proof.Files) issuance.roles().getFirst().proof();
        assertThat(files.spiffeId()).isEqualTo("spiffe://prod-1.example.org/ns/shop/sa/orders");
        assertThat(files.trustAnchor()).isEqualTo("spire");
        assertThat(files.external().certificatePath()).isEqualTo("tls.crt");
        assertThat(files.external().keyPath()).isEqualTo("keys/tls.key");
        assertThat(files.until()).isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
    }

    @Test
    void the_roles_allowed_namespaces_apply_to_files_too() {
        allows("crm");

        assertThat(issue().roles()).isEmpty();
        assertThat(issue().refused().getFirst().reason()).isEqualTo(IssuingReason.NamespaceNotAllowed);
    }

    @Test
    void without_a_trust_bundle_nothing_is_admitted() {
        trusts("none");

        assertThat(issue().roles()).isEmpty();
        assertThat(issue().refused().getFirst().reason()).isEqualTo(IssuingReason.TrustAnchorNotReady);
    }

    /** A kubelet sends a key without a request, which the operator itself would have to sign. */
    @Test
    void a_key_without_a_token_gets_nothing() {
        Issuance issuance = issuer.issue(
                CALLER,
                new PodRequests(new CertificateRequest.Proven(keys.getPublic(), new byte[0]), null),
                SessionNeeds.UNKNOWN);

        assertThat(issuance.roles()).isEmpty();
        assertThat(issuance.refused().getFirst().message()).contains("The operator signs none");
    }

    private Issuance issue() {
        return issuer.issue(
                CALLER,
                new PodRequests(new CertificateRequest.Proven(keys.getPublic(), new byte[] {1}), null),
                SessionNeeds.UNKNOWN);
    }
}
