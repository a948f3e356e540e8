package dev.rolesanywhere.operator.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.issuance.AuditLog;
import dev.rolesanywhere.operator.issuance.Issuance;
import dev.rolesanywhere.operator.issuance.IssuanceRecord;
import dev.rolesanywhere.operator.issuance.Issuer;
import dev.rolesanywhere.operator.issuance.Order;
import dev.rolesanywhere.operator.issuance.PodRequests;
import dev.rolesanywhere.operator.issuance.SessionNeeds;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.GenerationsSecret;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingPendingException;
import dev.rolesanywhere.pki.authority.LeafDeniedException;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.NamedRequest;
import dev.rolesanywhere.pki.leaf.PodCertificateTerms;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A role whose authority signs the names of requests; the authority itself is played. */
class NamedIssuingTest {
    private static final String ROLE = "reader";
    private static final LeafNames NAMES =
            LeafNames.of(new WorkloadIdentity("prod-1.example.org", "shop", "orders"), ROLE);
    private static final Identification.Known CALLER =
            new Identification.Known(new PodReference("shop", "orders-1", "uid-1", "orders"), null, true);

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = KeySpec.P256.generate(random);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final OutcomeStore outcomes = new OutcomeStore(clock);
    private final RecordedEvents events = new RecordedEvents();
    private final List<LeafTemplate> asked = new ArrayList<>();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final ExternalAuthorities external = new ExternalAuthorities(List.of(new Played()), metrics);
    private @Nullable IssuingFailedException failure;
    private Issuer issuer;

    private final class Played implements AuthoritySource, CertificateAuthority {
        private final CertificateAuthority behind = ((LoadedAuthority.Usable) new CertificateAuthorityLoader(
                                clock, random)
                        .load(new SelfSignedAuthorities(clock, random)
                                .generate("ca", 1, KeySpec.P256, Duration.ofDays(100)).secretData().entrySet().stream()
                                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                                                .getBytes(UTF_8)))))
                .authority();

        @Override
        public boolean serves(CertificateAuthoritySpec spec) {
            return spec.certManager() != null;
        }

        @Override
        public LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
            return new LoadedAuthority.Usable(this);
        }

        @Override
        public List<X509Certificate> path() {
            return List.of(behind.certificate());
        }

        @Override
        public boolean wantsNamedRequest() {
            return true;
        }

        @Override
        public boolean signsBareKeys() {
            return false;
        }

        @Override
        public boolean costsPerLeaf() {
            return true;
        }

        @Override
        public X509Certificate issue(LeafTemplate template) {
            asked.add(template);
            if (failure != null) {
                throw failure;
            }
            return behind.issue(template);
        }
    }

    @BeforeEach
    void set() {
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(Serialization.unmarshal("""
            trustDomain: prod-1.example.org
            certificateAuthority: {certManager: {issuerRef: {name: vault}, caBundle: PEM}}
            registrations:
            - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef
              profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef
            """, AWSTrustAnchorSpec.class));
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName(ROLE).build());
        role.setSpec(Serialization.unmarshal("""
            roleARN: arn:aws:iam::111122223333:role/reader
            allowedNamespaces: {names: [shop]}
            """, AWSRoleSpec.class));
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
        TestInventory inventory = new TestInventory().with(anchor, role, binding, generations());
        external.resolve(anchor, RecordedAuthority.of(anchor, Optional.empty()), new BackendAnswers());
        issuer = new Issuer(
                inventory,
                new SigningAuthorities(inventory, external, clock, random),
                new TimeSlots(TestSettings.direct(), metrics, clock),
                TestSettings.direct(),
                new IssuingTimes(metrics),
                clock);
    }

    /** The reconciler's result: which authority signs, and how to reach it. */
    private Secret generations() {
        KeyMaterial active = ExternalSpec.material(anchor.getSpec().certificateAuthority(), new Played());
        return new SecretBuilder()
                .withNewMetadata()
                .withName(AuthorityNames.own("default"))
                .endMetadata()
                .withData(GenerationsSecret.encode(new Generations(1, active, null, null)).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().getBytes(UTF_8)))))
                .build();
    }

    @Test
    void a_request_without_names_gets_the_names_and_no_event() throws Exception {
        Issuance.RefusedRole refused = refused(Map.of());

        assertThat(refused.reason()).isEqualTo(IssuingReason.RequestNeedsSubject);
        assertThat(refused.names()).usingRecursiveComparison().isEqualTo(NAMES);
        assertThat(asked).isEmpty();
        assertThat(events.reasons()).isEmpty();
        assertThat(outcomes.of(ROLE).reports()).noneMatch(report -> report.notIssued() != null);
    }

    @Test
    void a_pod_with_known_names_gets_its_leaf_with_one_call() throws Exception {
        Issuance issuance = ask(Map.of(ROLE, named(NAMES, keys)));

        assertThat(issuance.roles()).singleElement().satisfies(role -> assertThat(
                        ((Issuance.Proof.Leaf) role.proof()).certificate().getPublicKey())
                .isEqualTo(keys.getPublic()));
        assertThat(asked).singleElement().satisfies(template -> assertThat(NamedRequest.isIn(template))
                .isTrue());
    }

    @Test
    void other_names_and_other_keys_are_rejected_without_a_call_of_the_authority() throws Exception {
        LeafNames admin = LeafNames.of(new WorkloadIdentity("prod-1.example.org", "shop", "admin"), ROLE);
        LeafNames writer = LeafNames.of(new WorkloadIdentity("prod-1.example.org", "shop", "orders"), "writer");
        KeyPair others = KeySpec.P256.generate(random);

        for (byte[] request :
                List.of(named(admin, keys), named(writer, keys), named(NAMES, others), unnamed(keys), new byte[] {1})) {
            Issuance.RefusedRole refused = refused(Map.of(ROLE, request));
            assertThat(refused.reason()).isEqualTo(IssuingReason.SubjectMismatch);
            assertThat(refused.names()).usingRecursiveComparison().isEqualTo(NAMES);
        }
        assertThat(asked).isEmpty();
        assertThat(events.reasons()).isNotEmpty().containsOnly("orders-1 SubjectMismatch");
    }

    @Test
    void the_cost_of_leaves_is_known_before_the_first_request() {
        assertThat(issuer.costsPerLeaf(CALLER.pod())).isTrue();
        assertThat(issuer.costsPerLeaf(new PodReference("shop", "other", "uid-2", "unbound")))
                .isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void a_request_for_another_role_is_not_used() throws Exception {
        assertThat(refused(Map.of("writer", named(NAMES, keys))).reason()).isEqualTo(IssuingReason.RequestNeedsSubject);
    }

    @Test
    void a_sidecar_without_support_for_names_gets_the_advice_to_recreate_the_pod() throws Exception {
        Issuance.RefusedRole refused = refused(null);

        assertThat(refused.reason()).isEqualTo(IssuingReason.SidecarTooOld);
        assertThat(refused.message()).contains("Recreate the pod");
        assertThat(refused.names()).isNull();
        assertThat(events.reasons()).containsExactly("orders-1 SidecarTooOld");
    }

    @Test
    void a_key_without_a_request_gets_the_advice_to_use_the_sidecar() {
        Issuance issuance = issuer.issueDefault(
                CALLER,
                new Order(
                        new PodRequests(CertificateRequest.Proven.bare(keys.getPublic()), null),
                        SessionNeeds.UNKNOWN,
                        new PodCertificateTerms(Duration.ofDays(1)),
                        Order.Turn.Unknown));

        assertThat(issuance.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(IssuingReason.AuthorityNeedsRequest);
            assertThat(refused.message()).contains("AWSRole 'reader'", "Use the sidecar for this pod");
        });
        assertThat(asked).isEmpty();
    }

    @Test
    void a_denial_is_quoted_and_does_not_affect_the_authoritys_state() throws Exception {
        failure = new LeafDeniedException("the approver denied it: no policy", true);

        Issuance.RefusedRole refused = refused(Map.of(ROLE, named(NAMES, keys)));

        assertThat(refused.reason()).isEqualTo(IssuingReason.CertificateDenied);
        assertThat(refused.message()).isEqualTo("the approver denied it: no policy");
        assertThat(events.reasons()).containsExactly("orders-1 CertificateDenied");
        assertThat(state()).isInstanceOf(AuthorityState.Usable.class);
    }

    @Test
    void an_issuer_that_cannot_sign_is_in_the_trust_anchors_status_too() throws Exception {
        failure = new LeafDeniedException("Vault failed to sign: 403", false);

        assertThat(refused(Map.of(ROLE, named(NAMES, keys))).message()).contains("Vault failed to sign");
        assertThat(state().message()).contains("Vault failed to sign");
        failure = null;
        assertThat(ask(Map.of(ROLE, named(NAMES, keys))).roles()).hasSize(1);
        assertThat(state()).isInstanceOf(AuthorityState.Usable.class);
    }

    @Test
    void a_pending_pod_gets_the_reason_and_retry_after() throws Exception {
        failure = new IssuingPendingException("it is not approved yet", Duration.ofSeconds(5));

        Issuance.RefusedRole refused = refused(Map.of(ROLE, named(NAMES, keys)));

        assertThat(refused.reason()).isEqualTo(IssuingReason.CertificatePending);
        assertThat(refused.message()).isEqualTo("it is not approved yet");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(events.reasons()).containsExactly("orders-1 CertificatePending");
        assertThat(state()).isInstanceOf(AuthorityState.Usable.class);
        assertThat(metrics.counter("rolesanywhere.authority.leaves", "trust_anchor", "default", "outcome", "failed")
                        .count())
                .isZero();
    }

    private AuthorityState state() {
        return external.resolve(anchor, RecordedAuthority.of(anchor, Optional.empty()), new BackendAnswers());
    }

    private Issuance.RefusedRole refused(@Nullable Map<String, byte[]> named) throws Exception {
        Issuance issuance = ask(named);
        assertThat(issuance.roles()).isEmpty();
        return issuance.refused().getFirst();
    }

    private Issuance ask(@Nullable Map<String, byte[]> named) throws Exception {
        var proven = (CertificateRequest.Proven) CertificateRequestReader.read(unnamed(keys));
        Issuance issuance = issuer.issue(CALLER, new PodRequests(proven, named), SessionNeeds.UNKNOWN);
        new IssuanceRecord(new AuditLog(), metrics, events, outcomes, new CallerLedger(clock), clock)
                .decided(CALLER, keys.getPublic(), issuance);
        return issuance;
    }

    private static byte[] unnamed(KeyPair keys) throws Exception {
        return signed(new JcaPKCS10CertificationRequestBuilder(new X500Name(""), keys.getPublic()), keys);
    }

    private static byte[] named(LeafNames names, KeyPair keys) throws Exception {
        return signed(
                new JcaPKCS10CertificationRequestBuilder(X500Name.getInstance(names.subject()), keys.getPublic())
                        .addAttribute(
                                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                new Extensions(new Extension(
                                        Extension.subjectAlternativeName, false, names.alternativeNames()))),
                keys);
    }

    private static byte[] signed(PKCS10CertificationRequestBuilder request, KeyPair keys) throws Exception {
        return request.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }
}
