package dev.rolesanywhere.operator.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.Authority;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.Registration;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.registration.NoManagedRegistrations;
import dev.rolesanywhere.operator.rotation.TrustProbe;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.operator.trustanchor.AuthorityLife;
import dev.rolesanywhere.operator.trustanchor.ExpiryMetrics;
import dev.rolesanywhere.operator.trustanchor.TrustAnchorDecision;
import dev.rolesanywhere.operator.trustanchor.TrustAnchorFacts;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/** One AWSTrustAnchor named default. The test calls the reconciler, and provides the Secrets and AWS's answers. */
final class RotationStage {
    static final String SECRET = "awsta-default-ca";

    final TestClock clock;
    final InMemoryAuthorityStore store;
    final AWSTrustAnchor anchor;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    TrustProof aws = new TrustProof.NotYet("not registered.");
    TrustAnchorFacts lastFacts;

    private final SecureRandom random = new SecureRandom();
    private final AuthorityLife life;

    RotationStage() {
        this(
                new TestClock(Instant.parse("2026-01-02T03:04:05Z")),
                new InMemoryAuthorityStore(),
                new AWSTrustAnchor(),
                new TestInventory(),
                null,
                ExternalAuthorities.none());
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        authority(new CertificateAuthoritySpec(new SelfSigned(null, null), null));
    }

    /** @param probe absent: {@link #aws} answers */
    RotationStage(
            TestClock clock,
            InMemoryAuthorityStore store,
            AWSTrustAnchor anchor,
            Inventory inventory,
            @Nullable TrustProbe probe,
            ExternalAuthorities external) {
        this.clock = clock;
        this.store = store;
        this.anchor = anchor;
        OwnAuthorities own = new OwnAuthorities(clock, random);
        life = new AuthorityLife(
                inventory,
                new AuthorityResolver(store, external, own, clock, random),
                new AuthorityRotation(
                        store,
                        own,
                        new DesiredAuthorities(external, clock, random),
                        probe == null ? (it, authority) -> aws : probe,
                        clock),
                external,
                store,
                NoManagedRegistrations.at(clock),
                new ExpiryMetrics(metrics),
                new EgressResolver(inventory, TestSettings.direct()),
                clock);
    }

    /** Another operator process on the same cluster, which sees the same objects. */
    RotationStage another() {
        RotationStage other =
                new RotationStage(clock, store, anchor, new TestInventory(), null, ExternalAuthorities.none());
        other.aws = aws;
        return other;
    }

    RotationStage reconciled() {
        advanceWithoutStatus();
        report();
        return this;
    }

    /** Writes the status of what {@link #advanceWithoutStatus} found. */
    void report() {
        anchor.setStatus(TrustAnchorDecision.decide(lastFacts, 1L, "selfSigned"));
    }

    void advanceWithoutStatus() {
        lastFacts = life.advance(anchor, ReportedOutcomes.NOTHING, _ -> Optional.empty());
    }

    void rotate() {
        aws = new TrustProof.Trusted();
        annotate(Annotations.ROTATE, active());
        reconciled();
        pass(Duration.ofMinutes(2));
        reconciled();
        pass(Duration.ofHours(25));
        reconciled();
    }

    void pass(Duration time) {
        clock.pass(time);
    }

    void annotate(String name, String value) {
        Map<String, String> annotations = new HashMap<>();
        if (anchor.getMetadata().getAnnotations() != null) {
            annotations.putAll(anchor.getMetadata().getAnnotations());
        }
        annotations.put(name, value);
        anchor.getMetadata().setAnnotations(annotations);
    }

    void authority(CertificateAuthoritySpec authority) {
        anchor.setSpec(new AWSTrustAnchorSpec("prod-1.example.org", authority, null, null, null));
    }

    void register() {
        AWSTrustAnchorSpec spec = anchor.getSpec();
        anchor.setSpec(new AWSTrustAnchorSpec(
                spec.trustDomain(),
                spec.certificateAuthority(),
                null,
                List.of(new Registration(
                        "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef",
                        null,
                        null)),
                null));
    }

    String active() {
        return fingerprint(State.Active);
    }

    String fingerprint(State state) {
        return authorities().stream()
                .filter(authority -> authority.state() == state)
                .map(Authority::fingerprint)
                .findFirst()
                .orElseThrow();
    }

    String subject() {
        return authorities().getFirst().subject();
    }

    List<State> states() {
        return authorities().stream().map(Authority::state).toList();
    }

    Condition condition(String type) {
        return Conditions.find(anchor.getStatus().conditions(), type).orElseThrow();
    }

    private List<Authority> authorities() {
        return Objects.requireNonNull(anchor.getStatus().authorities());
    }

    Map<String, byte[]> users(String name) {
        return bytes(new SelfSignedAuthorities(clock, random)
                .generate(name, 1, KeySpec.P256, Duration.ofDays(1000))
                .secretData());
    }

    /** Like a renewal of cert-manager with {@code rotationPolicy: Never}. */
    Map<String, byte[]> renewed(Map<String, byte[]> secret) {
        try {
            clock.pass(Duration.ofDays(1));
            X509Certificate old = CertificatePem.decode(secret.get("tls.crt")).getFirst();
            var key = ((PrivateKeyPem.Content.Key) PrivateKeyPem.decode(secret.get("tls.key"))).key();
            X509Certificate fresh = CertificateDraft.selfSignedAuthority(
                            X500Name.getInstance(old.getSubjectX500Principal().getEncoded()),
                            old.getPublicKey(),
                            Validity.starting(clock.instant(), Duration.ofDays(1000)),
                            random)
                    .sign(key, random);
            return Map.of("tls.crt", CertificatePem.encode(fresh).getBytes(UTF_8), "tls.key", secret.get("tls.key"));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> bytes(Map<String, String> texts) {
        return texts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .getBytes(UTF_8)));
    }
}
