package dev.rolesanywhere.operator.authority;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.crds.trustanchor.SecretReference;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.registration.NoManagedRegistrations;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.operator.trustanchor.AuthorityLife;
import dev.rolesanywhere.operator.trustanchor.ExpiryMetrics;
import dev.rolesanywhere.operator.trustanchor.TrustAnchorDecision;
import dev.rolesanywhere.operator.trustanchor.TrustAnchorFacts;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorityResolverTest {
    private static final String SECRET = "awsta-default-ca";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();
    private final InMemoryAuthorityStore store = new InMemoryAuthorityStore();
    private final OwnAuthorities own = new OwnAuthorities(clock, random);
    private final AuthorityResolver resolver =
            new AuthorityResolver(store, ExternalAuthorities.none(), own, clock, random);
    private final AuthorityLife life = new AuthorityLife(
            new TestInventory(),
            resolver,
            new AuthorityRotation(
                    store,
                    own,
                    new DesiredAuthorities(ExternalAuthorities.none(), clock, random),
                    (anchor, authority) -> new TrustProof.Unknown("not asked in this test"),
                    clock),
            ExternalAuthorities.none(),
            store,
            NoManagedRegistrations.at(clock),
            new ExpiryMetrics(new SimpleMeterRegistry()),
            new EgressResolver(new TestInventory(), TestSettings.byDefault()),
            clock);
    private final AWSTrustAnchor anchor = anchor(new CertificateAuthoritySpec(new SelfSigned(null, null), null));

    @Test
    void a_self_signed_authority_is_created_once_and_stays_generated() {
        AuthorityState.Usable first = usable(reconcile());
        AuthorityState.Usable second = usable(reconcile());

        assertThat(first.reason()).isEqualTo(Reason.Generated);
        assertThat(second.reason()).isEqualTo(Reason.Generated);
        assertThat(second.authority().certificate()).isEqualTo(first.authority().certificate());
        assertThat(store.configMaps.get(SECRET))
                .isEqualTo(CertificatePem.encode(first.authority().certificate()));
    }

    @Test
    void an_authority_with_a_late_status_stays_generated() {
        usable(reconcile());
        anchor.setStatus(null);

        assertThat(usable(reconcile()).reason()).isEqualTo(Reason.Generated);
    }

    @Test
    void an_authority_of_another_replica_for_the_same_trust_anchor_counts_as_generated() {
        store.beforeCreate(() -> {
            store.secrets.put(SECRET, secret("of the other replica"));
            store.annotations.put(
                    SECRET,
                    Map.of(Annotations.GENERATED_FOR, anchor.getMetadata().getUid()));
        });

        assertThat(usable(reconcile()).reason()).isEqualTo(Reason.Generated);
    }

    @Test
    void a_recreated_trust_anchor_adopts_the_authority_of_its_predecessor() {
        usable(reconcile());
        anchor.getMetadata().setUid("another");
        anchor.setStatus(null);

        assertThat(usable(reconcile()).reason()).isEqualTo(Reason.AdoptedExistingKey);
    }

    @Test
    void a_new_cluster_with_a_registration_in_its_manifest_creates_no_authority() {
        anchor.setSpec(registered());

        AuthorityState state = reconcile();

        assertThat(state.reason()).isEqualTo(Reason.KeyLost);
        assertThat(state.message()).contains(Annotations.GENERATE_UNTIL);
        assertThat(store.secrets).isEmpty();
    }

    @Test
    void a_new_cluster_with_the_permission_creates_the_first_authority_of_a_registration() {
        anchor.setSpec(registered());
        permit(clock.instant().plus(Duration.ofDays(7)));

        assertThat(usable(reconcile()).reason()).isEqualTo(Reason.Generated);
    }

    @Test
    void the_permission_has_no_effect_in_a_cluster_that_had_an_authority() {
        anchor.setSpec(registered());
        permit(clock.instant().plus(Duration.ofDays(7)));
        usable(reconcile());
        store.secrets.clear();

        assertThat(reconcile().reason()).isEqualTo(Reason.KeyLost);
        anchor.setStatus(null);
        assertThat(reconcile().reason()).isEqualTo(Reason.KeyLost);
    }

    @Test
    void the_permission_has_no_effect_in_a_cluster_that_is_rebuilt_later() {
        anchor.setSpec(registered());
        permit(clock.instant().plus(Duration.ofDays(7)));
        clock.pass(Duration.ofDays(8));

        AuthorityState state = reconcile();

        assertThat(state.reason()).isEqualTo(Reason.KeyLost);
        assertThat(state.message()).contains("expired at 2026-01-09T03:04:05Z");
    }

    @Test
    void key_algorithm_and_duration_are_as_requested() {
        anchor.setSpec(
                spec(new CertificateAuthoritySpec(new SelfSigned(SelfSigned.KeyAlgorithm.RSA3072, "720h"), null)));

        var certificate = usable(reconcile()).authority().certificate();

        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("RSA");
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(clock.instant().plus(Duration.ofHours(720)));
    }

    @Test
    void an_existing_secret_is_adopted_unchanged() {
        Map<String, byte[]> found = secret("CN of another day");
        store.secrets.put(SECRET, found);

        assertThat(usable(reconcile()).reason()).isEqualTo(Reason.AdoptedExistingKey);
        assertThat(store.secrets.get(SECRET)).isSameAs(found);
    }

    @Test
    void a_secret_that_appears_during_the_creation_is_adopted() {
        Map<String, byte[]> others = secret("of the other replica");
        store.beforeCreate(() -> store.secrets.put(SECRET, others));

        AuthorityState.Usable state = usable(reconcile());

        assertThat(state.reason()).isEqualTo(Reason.AdoptedExistingKey);
        assertThat(CertificatePem.encode(state.authority().certificate()).getBytes(UTF_8))
                .isEqualTo(others.get("tls.crt"));
    }

    @Test
    void a_lost_key_is_never_replaced_automatically() {
        usable(reconcile());
        store.secrets.clear();

        for (int i = 0; i < 3; i++) {
            AuthorityState state = reconcile();
            assertThat(state.reason()).isEqualTo(Reason.KeyLost);
            assertThat(state.message()).contains("Restore the Secret").contains(Annotations.REPLACE_LOST_KEY);
        }
        assertThat(store.secrets).isEmpty();
    }

    @Test
    void a_lost_key_is_detected_even_after_the_trust_anchor_was_recreated() {
        usable(reconcile());
        store.secrets.clear();
        anchor.setStatus(null);

        assertThat(reconcile().reason()).isEqualTo(Reason.KeyLost);
    }

    @Test
    void a_restored_secret_makes_the_authority_usable() {
        var certificate = usable(reconcile()).authority().certificate();
        Map<String, byte[]> backup = store.secrets.remove(SECRET);
        assertThat(reconcile().reason()).isEqualTo(Reason.KeyLost);

        store.secrets.put(SECRET, backup);

        assertThat(usable(reconcile()).authority().certificate()).isEqualTo(certificate);
    }

    @Test
    void a_loss_that_is_approved_by_fingerprint_creates_a_new_authority_with_another_name() {
        var lost = usable(reconcile()).authority().certificate();
        store.secrets.clear();
        annotate("0000");
        assertThat(reconcile().reason()).isEqualTo(Reason.KeyLost);

        annotate(anchor.getStatus().authorities().getFirst().fingerprint());
        AuthorityState.Usable state = usable(reconcile());

        assertThat(state.reason()).isEqualTo(Reason.Generated);
        assertThat(state.message()).contains("This CA replaces the CA");
        assertThat(state.authority().certificate().getSubjectX500Principal())
                .isNotEqualTo(lost.getSubjectX500Principal());
    }

    @Test
    void the_annotation_of_one_loss_does_not_excuse_the_next() {
        usable(reconcile());
        store.secrets.clear();
        annotate(anchor.getStatus().authorities().getFirst().fingerprint());
        usable(reconcile());
        store.secrets.clear();

        assertThat(reconcile().reason()).isEqualTo(Reason.KeyLost);
    }

    @Test
    void a_users_secret_is_waited_for_and_then_loaded() {
        anchor.setSpec(spec(new CertificateAuthoritySpec(null, new SecretReference("my-ca"))));
        AuthorityState missing = reconcile();
        assertThat(missing.reason()).isEqualTo(Reason.SecretNotFound);
        assertThat(missing.message()).contains("'my-ca'");

        store.secrets.put("my-ca", secret("of the user"));

        assertThat(usable(reconcile()).reason()).isEqualTo(Reason.Loaded);
    }

    @Test
    void a_defect_of_a_users_first_secret_is_the_reason() {
        anchor.setSpec(spec(new CertificateAuthoritySpec(null, new SecretReference("my-ca"))));
        store.secrets.put("my-ca", Map.of("tls.crt", secret("of the user").get("tls.crt")));

        AuthorityState state = reconcile();

        assertThat(state.reason()).isEqualTo(Reason.SecretKeyMissing);
        assertThat(state.message()).contains("my-ca").contains("tls.key");
        assertThat(anchor.getStatus().conditions().getFirst().reason()).isEqualTo("CertificateAuthorityNotReady");
    }

    @Test
    void removing_a_users_secret_ends_signing_and_the_status_keeps_the_certificate() {
        anchor.setSpec(spec(new CertificateAuthoritySpec(null, new SecretReference("my-ca"))));
        store.secrets.put("my-ca", secret("of the user"));
        reconcile();
        String bundle = anchor.getStatus().caBundle();
        store.secrets.remove("my-ca");

        assertThat(reconcile().reason()).isEqualTo(Reason.SecretNotFound);
        assertThat(anchor.getStatus().caBundle()).isEqualTo(bundle);
    }

    @Test
    void a_secret_without_the_annotation_for_this_trust_anchor_is_rejected_with_the_correction() {
        anchor.setSpec(spec(new CertificateAuthoritySpec(null, new SecretReference("another-ca"))));
        store.secrets.put("another-ca", secret("of another trust anchor"));
        store.annotations.put("another-ca", Map.of(Annotations.CERTIFICATE_AUTHORITY_OF, "another"));

        AuthorityState state = reconcile();

        assertThat(state.reason()).isEqualTo(Reason.SecretNotAllowed);
        assertThat(state.message())
                .contains("kubectl annotate secret another-ca rolesanywhere.dev/certificate-authority-of=default");
        assertThat(store.secrets).doesNotContainKey(SECRET);
    }

    @Test
    void the_generated_ca_of_another_trust_anchor_is_rejected() {
        store.secrets.put("awsta-another-ca", secret("of another trust anchor"));
        anchor.setSpec(spec(new CertificateAuthoritySpec(null, new SecretReference("awsta-another-ca"))));

        assertThat(reconcile().reason()).isEqualTo(Reason.SecretNotAllowed);
    }

    @Test
    void removing_the_annotation_for_this_trust_anchor_ends_signing() {
        anchor.setSpec(spec(new CertificateAuthoritySpec(null, new SecretReference("my-ca"))));
        store.secrets.put("my-ca", secret("of the user"));
        usable(reconcile());

        store.annotations.put("my-ca", Map.of());

        assertThat(reconcile().reason()).isEqualTo(Reason.SecretNotAllowed);
    }

    @Test
    void an_authority_expires_without_any_event() {
        anchor.setSpec(spec(new CertificateAuthoritySpec(new SelfSigned(null, "720h"), null)));
        reconcile();

        clock.pass(Duration.ofHours(721));

        assertThat(reconcile().reason()).isEqualTo(Reason.Expired);
    }

    /** The reconciler's calls, without Kubernetes. */
    private AuthorityState reconcile() {
        TrustAnchorFacts facts = life.advance(anchor, ReportedOutcomes.NOTHING, _ -> Optional.empty());
        anchor.setStatus(TrustAnchorDecision.decide(facts, 1L, "selfSigned"));
        return facts.authority();
    }

    private Map<String, byte[]> secret(String trustDomain) {
        return new SelfSignedAuthorities(clock, random)
                .generate(trustDomain, 1, KeySpec.P256, Duration.ofDays(100)).secretData().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().getBytes(UTF_8)));
    }

    private void permit(Instant until) {
        anchor.getMetadata().setAnnotations(Map.of(Annotations.GENERATE_UNTIL, until.toString()));
    }

    private static AWSTrustAnchorSpec registered() {
        return new AWSTrustAnchorSpec(
                "prod-1.example.org",
                new CertificateAuthoritySpec(new SelfSigned(null, null), null),
                null,
                List.of(new Registration(
                        "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef",
                        "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef",
                        null)),
                null);
    }

    private void annotate(@Nullable String fingerprint) {
        anchor.getMetadata().setAnnotations(Map.of(Annotations.REPLACE_LOST_KEY, fingerprint));
    }

    private static AuthorityState.Usable usable(AuthorityState state) {
        assertThat(state).isInstanceOf(AuthorityState.Usable.class);
        return (AuthorityState.Usable) state;
    }

    private static AWSTrustAnchor anchor(CertificateAuthoritySpec authority) {
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(
                new ObjectMetaBuilder().withName("default").withUid("one").build());
        anchor.setSpec(spec(authority));
        return anchor;
    }

    private static AWSTrustAnchorSpec spec(CertificateAuthoritySpec authority) {
        return new AWSTrustAnchorSpec("prod-1.example.org", authority, null, null, null);
    }
}
