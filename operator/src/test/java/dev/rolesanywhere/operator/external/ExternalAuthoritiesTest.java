package dev.rolesanywhere.operator.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.crds.trustanchor.AwsKms;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.Pkcs11;
import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.WatchedAuthority;
import dev.rolesanywhere.operator.authority.InMemoryAuthorityStore;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.KeyMaterial;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IssuingFailedException;
import dev.rolesanywhere.pki.authority.IssuingPassesException;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExternalAuthoritiesTest {
    private static final RecordedAuthority NOTHING = RecordedAuthority.of(new AWSTrustAnchor(), Optional.empty());

    private static final CertificateAuthoritySpec TOKEN = new CertificateAuthoritySpec(
            null,
            null,
            null,
            null,
            new Pkcs11("pkcs11:token=prod;object=ca?module-path=/nowhere.so", new Pkcs11.PinReference("hsm-pin")));

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();
    private final InMemoryAuthorityStore store = new InMemoryAuthorityStore();
    private final AWSTrustAnchor anchor = anchor(
            new CertificateAuthoritySpec(null, null, new AwsKms("arn:aws:kms:eu-west-1:1:key/a", null), null, null));
    private final List<Integer> kept = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private LoadedAuthority backend = usable();
    private final ExternalAuthorities external =
            new ExternalAuthorities(List.of(new Backend()), new SimpleMeterRegistry());

    private final class Backend implements AuthoritySource {
        @Override
        public boolean serves(CertificateAuthoritySpec spec) {
            return spec.awsKms() != null;
        }

        @Override
        public LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
            loads.incrementAndGet();
            return backend;
        }

        @Override
        public void keepOnly(String trustAnchor, Collection<CertificateAuthoritySpec> inUse) {
            kept.add(inUse.size());
        }
    }

    @Test
    void no_leaf_is_signed_before_the_backend_was_checked() {
        assertThat(external.signing(anchor, anchor.getSpec().certificateAuthority()))
                .isEmpty();

        assertThat(external.resolve(anchor, NOTHING, new BackendAnswers())).isInstanceOf(AuthorityState.Usable.class);

        assertThat(external.signing(anchor, anchor.getSpec().certificateAuthority()))
                .isPresent();
    }

    @Test
    void a_briefly_unavailable_backend_still_gets_leaf_requests() {
        external.resolve(anchor, NOTHING, new BackendAnswers());
        backend = new LoadedAuthority.Unusable(AuthorityDefect.BackendUnavailable, "no answer");

        assertThat(external.resolve(anchor, NOTHING, new BackendAnswers()).reason())
                .isEqualTo(Reason.BackendUnavailable);
        assertThat(external.signing(anchor, anchor.getSpec().certificateAuthority()))
                .isPresent();
    }

    @Test
    void the_same_ca_is_called_with_its_present_settings() {
        var ca = ((LoadedAuthority.Usable) backend).authority();
        List<String> asked = new ArrayList<>();
        backend = new LoadedAuthority.Usable(new WatchedAuthority(ca, template -> asked.add("with the old PIN")));
        external.resolve(anchor, NOTHING, new BackendAnswers());
        backend = new LoadedAuthority.Usable(new WatchedAuthority(ca, template -> asked.add("with the new PIN")));
        external.resolve(anchor, NOTHING, new BackendAnswers());

        signing().issue(template());

        assertThat(asked).containsExactly("with the new PIN");
    }

    @Test
    void a_temporary_error_does_not_affect_the_authoritys_state_but_a_refusal_does() {
        var ca = ((LoadedAuthority.Usable) backend).authority();
        List<IssuingFailedException> failures = new ArrayList<>(List.of(
                new IssuingPassesException("32 requests wait"), new IssuingFailedException("template drops it", null)));
        backend = new LoadedAuthority.Usable(new WatchedAuthority(ca, template -> {
            throw failures.removeFirst();
        }));
        external.resolve(anchor, NOTHING, new BackendAnswers());

        assertThatThrownBy(() -> signing().issue(template())).hasMessage("32 requests wait");
        assertThat(external.resolve(anchor, NOTHING, new BackendAnswers())).isInstanceOf(AuthorityState.Usable.class);
        assertThatThrownBy(() -> signing().issue(template())).hasMessage("template drops it");
        assertThat(external.resolve(anchor, NOTHING, new BackendAnswers()).reason())
                .isEqualTo(Reason.LeafRefused);
    }

    @Test
    void a_backend_is_called_once_per_reconcile() {
        BackendAnswers answers = new BackendAnswers();
        external.resolve(anchor, NOTHING, answers);
        external.open(anchor, anchor.getSpec().certificateAuthority(), NOTHING, answers);
        assertThat(loads).hasValue(1);

        external.resolve(anchor, NOTHING, new BackendAnswers());
        assertThat(loads).hasValue(2);
    }

    private CertificateAuthority signing() {
        return external.signing(anchor, anchor.getSpec().certificateAuthority()).orElseThrow();
    }

    @Test
    void a_permanent_defect_ends_signing() {
        external.resolve(anchor, NOTHING, new BackendAnswers());
        backend = new LoadedAuthority.Unusable(AuthorityDefect.KeyMismatch, "another key");

        assertThat(external.resolve(anchor, NOTHING, new BackendAnswers()).reason())
                .isEqualTo(Reason.KeyMismatch);
        assertThat(external.signing(anchor, anchor.getSpec().certificateAuthority()))
                .isEmpty();
    }

    @Test
    void a_changed_spec_is_not_served_by_the_earlier_authority() {
        external.resolve(anchor, NOTHING, new BackendAnswers());
        anchor.setSpec(spec(new CertificateAuthoritySpec(
                null, null, new AwsKms("arn:aws:kms:eu-west-1:1:key/b", null), null, null)));

        assertThat(external.signing(anchor, anchor.getSpec().certificateAuthority()))
                .isEmpty();
    }

    @Test
    void an_authority_outside_generations_and_spec_is_closed() {
        external.resolve(anchor, NOTHING, new BackendAnswers());
        CertificateAuthoritySpec left = anchor.getSpec().certificateAuthority();
        anchor.setSpec(spec(new CertificateAuthoritySpec(null, null)));

        external.keepOnly(anchor, generations(left));
        assertThat(external.signing(anchor, left)).as("it still signs").isPresent();
        external.keepOnly(anchor, Generations.first(2, new KeyMaterial("", "", KeyMaterial.OWN)));
        assertThat(external.signing(anchor, left)).isEmpty();
        assertThat(kept).containsExactly(2, 1);
    }

    private Generations generations(CertificateAuthoritySpec active) {
        return Generations.first(1, ExternalSpec.material(active, ((LoadedAuthority.Usable) backend).authority()));
    }

    @Test
    void a_certificate_that_was_never_registered_needs_approval() {
        RecordedAuthority before = new RecordedAuthority("feed", "CN=before 1", Set.of("feed"), null);

        AuthorityState state = external.resolve(anchor, before, new BackendAnswers());

        assertThat(state.reason()).isEqualTo(Reason.UnexpectedKey);
        assertThat(state.message())
                .contains("feed")
                .contains("kubectl annotate awsta default " + Annotations.REPLACE_LOST_KEY + "=feed");
        assertThat(external.signing(anchor, anchor.getSpec().certificateAuthority()))
                .isEmpty();

        anchor.getMetadata().setAnnotations(Map.of(Annotations.REPLACE_LOST_KEY, "feed"));
        assertThat(external.resolve(anchor, before, new BackendAnswers())).isInstanceOf(AuthorityState.Usable.class);
    }

    @Test
    void the_authority_in_use_stays_active() {
        String fingerprint = Fingerprint.sha256(
                ((LoadedAuthority.Usable) backend).authority().certificate());

        assertThat(external.resolve(
                        anchor,
                        new RecordedAuthority(fingerprint, "CN=x 1", Set.of(fingerprint), null),
                        new BackendAnswers()))
                .isInstanceOf(AuthorityState.Usable.class);
    }

    @Test
    void an_unknown_kind_is_reported() {
        assertThat(external.resolve(anchor(new CertificateAuthoritySpec(null, null)), NOTHING, new BackendAnswers())
                        .message())
                .contains("does not support the kind");
    }

    @Test
    void a_pin_is_waited_for() {
        assertThat(token(null)).satisfies(unusable -> {
            assertThat(unusable.defect()).isEqualTo(AuthorityDefect.SecretKeyMissing);
            assertThat(unusable.message()).contains("'hsm-pin'").contains("'pin'");
        });
    }

    /** No token exists, so a sent PIN would cause a message about the missing module. */
    @Test
    void a_pin_that_was_refused_is_not_sent_again_by_an_operator_that_was_started_again() {
        store.secrets.put("hsm-pin", Map.of("pin", "0000".getBytes(UTF_8)));
        assertThat(token(null).defect()).isEqualTo(AuthorityDefect.BackendNotFound);
        String version = store.read("hsm-pin").orElseThrow().version();

        String refusal = "The token refused the PIN (Secret 'hsm-pin', version " + version + "). Correct the PIN";
        assertThat(token(refusal).defect()).isEqualTo(AuthorityDefect.PinRefused);
        assertThat(token(refusal.replace("version " + version, "version of before"))
                        .defect())
                .isEqualTo(AuthorityDefect.BackendNotFound);
    }

    @Test
    void a_module_that_the_chart_does_not_list_is_not_loaded() {
        store.secrets.put("hsm-pin", Map.of("pin", "0000".getBytes(UTF_8)));

        LoadedAuthority.Unusable refused = (LoadedAuthority.Unusable)
                new Pkcs11Source(store, TestSettings.byDefault(), clock, random).load(anchor(TOKEN), NOTHING);

        assertThat(refused.defect()).isEqualTo(AuthorityDefect.ModuleNotAllowed);
        assertThat(refused.message()).contains("'/nowhere.so'", "pkcs11.modules");
    }

    @Test
    void a_secret_without_the_annotation_for_a_pin_is_not_sent_to_a_token() {
        store.secrets.put("hsm-pin", Map.of("pin", "0000".getBytes(UTF_8)));
        store.annotations.put("hsm-pin", Map.of("rolesanywhere.dev/pin-of", "another"));

        LoadedAuthority.Unusable refused = token(null);

        assertThat(refused.defect()).isEqualTo(AuthorityDefect.SecretNotAllowed);
        assertThat(refused.message()).contains("kubectl annotate secret hsm-pin rolesanywhere.dev/pin-of=default");
    }

    /** The PIN exists before the call of the token, which does not exist. */
    @Test
    void a_pin_is_in_memory_only_while_a_generation_or_the_spec_names_its_token() {
        store.secrets.put("hsm-pin", Map.of("pin", "0000".getBytes(UTF_8)));
        Pkcs11Source source = new Pkcs11Source(store, TestSettings.direct(), clock, random);
        ExternalAuthorities tokens = new ExternalAuthorities(List.of(source), new SimpleMeterRegistry());
        AWSTrustAnchor onToken = anchor(TOKEN);
        Pkcs11 key = Objects.requireNonNull(TOKEN.pkcs11());
        Generations own = Generations.first(1, new KeyMaterial("", "", KeyMaterial.OWN));
        tokens.resolve(onToken, NOTHING, new BackendAnswers());

        tokens.keepOnly(onToken, own);
        tokens.forget("defaults");
        assertThat(source.isOpen("default", key)).isTrue();
        tokens.forget("default");
        assertThat(source.isOpen("default", key)).isFalse();
        tokens.resolve(onToken, NOTHING, new BackendAnswers());
        onToken.setSpec(spec(new CertificateAuthoritySpec(null, null)));
        tokens.keepOnly(onToken, own);
        assertThat(source.isOpen("default", key)).isFalse();
    }

    private LoadedAuthority.Unusable token(@Nullable String pinRefused) {
        AWSTrustAnchor onToken = anchor(TOKEN);
        if (pinRefused != null) {
            onToken.setStatus(new AWSTrustAnchorStatus(
                    1L,
                    List.of(new Condition(
                            "CertificateAuthorityReady",
                            Condition.Status.False,
                            "PinRefused",
                            pinRefused,
                            "2026-01-02T03:04:05Z",
                            1L)),
                    null,
                    null,
                    null,
                    null,
                    null,
                    0,
                    null));
        }
        return (LoadedAuthority.Unusable)
                new Pkcs11Source(store, TestSettings.direct(), clock, random).load(onToken, NOTHING);
    }

    private LeafTemplate template() {
        return new LeafTemplate(
                new WorkloadIdentity("prod", "shop", "orders"),
                "reader",
                new CertificateRequest.Proven(KeySpec.P256.generate(random).getPublic(), new byte[0]),
                Validity.starting(clock.instant(), Duration.ofHours(1)));
    }

    private LoadedAuthority usable() {
        return new CertificateAuthorityLoader(clock, random)
                .load(new SelfSignedAuthorities(clock, random)
                        .generate("prod", 1, KeySpec.P256, Duration.ofDays(100)).secretData().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                                        .getBytes(UTF_8))));
    }

    private static AWSTrustAnchor anchor(CertificateAuthoritySpec authority) {
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(spec(authority));
        return anchor;
    }

    private static AWSTrustAnchorSpec spec(CertificateAuthoritySpec authority) {
        return new AWSTrustAnchorSpec("prod", authority, null, null, null);
    }
}
