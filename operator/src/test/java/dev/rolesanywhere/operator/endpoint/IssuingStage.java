package dev.rolesanywhere.operator.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.operator.RecordedEvents;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.authority.SigningAuthorities;
import dev.rolesanywhere.operator.caller.Bearers;
import dev.rolesanywhere.operator.caller.CallerIdentification;
import dev.rolesanywhere.operator.caller.CallerLedger;
import dev.rolesanywhere.operator.caller.LivePods;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.caller.ServiceAccountKeys;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.issuance.AuditLog;
import dev.rolesanywhere.operator.issuance.IssuanceRecord;
import dev.rolesanywhere.operator.issuance.Issuer;
import dev.rolesanywhere.operator.issuance.NewKeys;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.outcome.OutcomeStore;
import dev.rolesanywhere.operator.outcome.PodOutcomes;
import dev.rolesanywhere.operator.slots.Place;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.slots.Urgency;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.authority.SelfSignedAuthority;
import dev.rolesanywhere.pki.issuance.LivePod;
import dev.rolesanywhere.pki.issuance.PresentedToken;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with ServiceAccount orders in namespace shop, its pod orders-1, AWSRole reader and a binding of the two.
 * Tokens have descriptive names.
 */
final class IssuingStage {
    static final String ADDRESS = "10.0.0.1";
    private static final String ACCOUNT = "111122223333";

    final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    final OutcomeStore outcomes = new OutcomeStore(clock);
    final CallerLedger ledger = new CallerLedger(clock);
    final RecordedEvents events = new RecordedEvents();
    final Leadership leadership = new Leadership();
    final X509Certificate authority;
    final IssuingProtocol exchanges;
    int reviews;
    /** Whether the leaves of the authority cost money. */
    boolean costly;

    private final SecureRandom random = new SecureRandom();
    private final TestInventory inventory = new TestInventory();
    private @Nullable TimeSlots slots;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Map<String, LivePods.Found> pods = new HashMap<>();
    private final Map<String, PresentedToken> tokens = Map.ofEntries(
            Map.entry("orders-token", token("orders", "orders-1", "uid-1", "rolesanywhere.dev")),
            Map.entry("other-audience", token("orders", "orders-1", "uid-1", "other")),
            Map.entry("unbound", token("orders", null, null, "rolesanywhere.dev")),
            Map.entry("gone", token("orders", "orders-9", "uid-9", "rolesanywhere.dev")),
            Map.entry("replaced", token("orders", "orders-1", "uid-0", "rolesanywhere.dev")),
            Map.entry("other-account", token("admin", "orders-1", "uid-1", "rolesanywhere.dev")),
            Map.entry("finished", token("orders", "orders-2", "uid-2", "rolesanywhere.dev")),
            Map.entry("orders-for-the-node", onNode("shop", "orders", "orders-1", "uid-1", NodeAgent.AUDIENCE, "n1")),
            Map.entry("gone-for-the-node", onNode("shop", "orders", "orders-9", "uid-9", NodeAgent.AUDIENCE, "n1")),
            Map.entry("no-node", onNode("shop", "orders", "orders-1", "uid-1", NodeAgent.AUDIENCE, null)),
            Map.entry("agent", agent("agents", "node-agent", NodeAgent.AGENT_AUDIENCE, "n1")),
            Map.entry("agent-of-n2", agent("agents", "node-agent", NodeAgent.AGENT_AUDIENCE, "n2")),
            Map.entry("agent-without-node", agent("agents", "node-agent", NodeAgent.AGENT_AUDIENCE, null)),
            Map.entry("agent-for-pods", agent("agents", "node-agent", NodeAgent.AUDIENCE, "n1")),
            Map.entry("other-account-as-agent", agent("agents", "default", NodeAgent.AGENT_AUDIENCE, "n1")),
            Map.entry("same-name-elsewhere", agent("shop", "node-agent", NodeAgent.AGENT_AUDIENCE, "n1")));
    private final Secret secret;
    private final AWSTrustAnchor anchor;
    private AWSRoleBinding binding = new AWSRoleBinding();
    private @Nullable RuntimeException failure;

    IssuingStage() {
        SelfSignedAuthority made = new SelfSignedAuthorities(clock, random)
                .generate("prod-1.example.org", 1, KeySpec.P256, Duration.ofDays(100));
        authority = made.certificate();
        secret = new SecretBuilder()
                .withNewMetadata()
                .withName("awsta-default-ca")
                .withUid("1")
                .withResourceVersion("1")
                .endMetadata()
                .withData(made.secretData().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().getBytes(UTF_8)))))
                .build();
        anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(read("""
            trustDomain: prod-1.example.org
            certificateAuthority: {selfSigned: {}}
            registrations:
            - arn: arn:aws:rolesanywhere:eu-west-1:%1$s:trust-anchor/01234567-89ab-cdef-0123-456789abcdef
              profileARN: arn:aws:rolesanywhere:eu-west-1:%1$s:profile/01234567-89ab-cdef-0123-456789abcdef
            """.formatted(ACCOUNT), AWSTrustAnchorSpec.class));
        inventory.with(
                secret,
                anchor,
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("orders")
                        .withUid("sa-orders")
                        .endMetadata()
                        .build());
        role("reader", "{names: [shop]}").binding("b1", "reader", "orders", false, "2026-01-01T00:00:00Z");
        pod("orders-1", "uid-1", "orders", "Running", null, null);
        pod("orders-2", "uid-2", "orders", "Succeeded", null, null);
        leadership.gained();
        exchanges = exchanges();
    }

    private IssuingProtocol exchanges() {
        TestSettings settings = new TestSettings();
        CallerIdentification callers = new CallerIdentification(
                this::review,
                (namespace, name) -> Optional.ofNullable(pods.get(name)),
                inventory,
                ledger,
                settings,
                clock);
        slots = new TimeSlots(settings, metrics, clock);
        Issuer issuer =
                new Issuer(
                        inventory,
                        new SigningAuthorities(inventory, ExternalAuthorities.none(), clock, random),
                        slots,
                        settings,
                        new IssuingTimes(metrics),
                        clock) {
                    @Override
                    public boolean costsPerLeaf(PodReference pod) {
                        return costly;
                    }
                };
        return new IssuingProtocol(
                callers,
                issuer,
                new IssuanceRecord(new AuditLog(), metrics, events, outcomes, ledger, clock),
                new PodOutcomes(inventory, outcomes, events, slots, metrics, clock),
                () -> Optional.of("-----BEGIN CERTIFICATE-----\n"),
                new EndpointReadiness(inventory, () -> Optional.of("there")),
                leadership,
                new NewKeys(ledger, issuer, leadership),
                this::keys,
                clock);
    }

    IssuingStage role(String name, String allowedNamespaces) {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName(name).build());
        role.setSpec(read("""
            roleARN: arn:aws:iam::%s:role/%s
            sessionDuration: 6h
            allowedNamespaces: %s
            """.formatted(ACCOUNT, name, allowedNamespaces), AWSRoleSpec.class));
        inventory.with(role);
        return this;
    }

    /** Sets the spec of the AWSRole reader. */
    void targetRole(String target) {
        AWSRoleSpec spec = inventory.role("reader").orElseThrow().getSpec();
        inventory
                .role("reader")
                .orElseThrow()
                .setSpec(new AWSRoleSpec(
                        spec.trustAnchorRef(),
                        spec.roleARN(),
                        spec.profileARN(),
                        spec.sessionDuration(),
                        spec.allowedNamespaces(),
                        spec.trustPolicyScope(),
                        spec.sessionName(),
                        read(target, TargetRole.class),
                        spec.aws()));
    }

    void binding(String name, String role, String serviceAccount, boolean isDefault, String createdAt) {
        binding(name, role, serviceAccount, isDefault, createdAt, role);
    }

    void binding(String name, String role, String serviceAccount, boolean isDefault, String createdAt, String profile) {
        binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("shop")
                .withCreationTimestamp(createdAt)
                .build());
        binding.setSpec(read("""
            roleRef: {name: %s}
            subjects: [{name: %s}]
            default: %s
            profile: %s
            """.formatted(role, serviceAccount, isDefault, profile), AWSRoleBindingSpec.class));
        inventory.with(binding);
    }

    /** Any object that a cluster from before the schema may contain. */
    void hold(HasMetadata object) {
        inventory.with(object);
    }

    /** Makes the binding a dry run, or puts it into effect again. */
    void dryRun(boolean dryRun) {
        AWSRoleBindingSpec spec = binding.getSpec();
        binding.setSpec(new AWSRoleBindingSpec(
                spec.roleRef(),
                spec.subjects(),
                spec.isDefault(),
                spec.profile(),
                spec.injection(),
                spec.sidecar(),
                dryRun));
    }

    void unbind() {
        inventory.remove(binding);
    }

    void loseKey() {
        inventory.remove(secret);
    }

    void unregister() {
        AWSTrustAnchorSpec spec = anchor.getSpec();
        anchor.setSpec(new AWSTrustAnchorSpec(spec.trustDomain(), spec.certificateAuthority(), null, null, null));
    }

    /** Sets the AWSTrustAnchor's spec.aws. */
    void wayToAws(AWSAccess access) {
        AWSTrustAnchorSpec spec = anchor.getSpec();
        anchor.setSpec(new AWSTrustAnchorSpec(
                spec.trustDomain(), spec.certificateAuthority(), null, spec.registrations(), access));
    }

    /** Secret aws-proxy with this URL. */
    void proxySecret(String url) {
        inventory.with(new SecretBuilder()
                .withNewMetadata()
                .withName("aws-proxy")
                .addToAnnotations(Annotations.PROXY, "true")
                .endMetadata()
                .addToData("proxy", Base64.getEncoder().encodeToString(url.getBytes(UTF_8)))
                .build());
    }

    void pod(
            String name,
            String uid,
            String serviceAccount,
            String phase,
            @Nullable Instant deletion,
            @Nullable String askedRole) {
        pods.put(name, new LivePods.Found(new LivePod(uid, serviceAccount, phase, deletion), askedRole, false));
    }

    void restarted(int restarts) {
        pods.computeIfPresent(
                "orders-1", (name, found) -> new LivePods.Found(found.facts(), found.askedRole(), true, restarts));
    }

    void failWith(RuntimeException e) {
        failure = e;
    }

    /** In the account and region of role reader. */
    void othersTakeSlots(int pods) {
        for (int i = 0; i < pods; i++) {
            slots.next(new Place(ACCOUNT, "eu-west-1"), "others", "other-" + i, "reader", Urgency.Pressing);
        }
    }

    JsonNode certificates(String token, int expectedStatus) throws Exception {
        return certificates(token, expectedStatus, "");
    }

    /** @param more members of the request, each with a comma before it */
    JsonNode certificates(String token, int expectedStatus, String more) throws Exception {
        Answer answer = ask("/v1/certificates", token, request(more));
        assertThat(answer.status()).isEqualTo(expectedStatus);
        return new ObjectMapper().readTree(IssuingProtocol.write(answer.body()));
    }

    void certificatesOrBusy(String token) throws Exception {
        assertThat(ask("/v1/certificates", token, request()).status()).isIn(401, 429);
    }

    double unwritten() {
        return metrics.counter("rolesanywhere.audit.unwritten").count();
    }

    int report(String token, String body) {
        return ask("/v1/outcomes", token, body.getBytes(UTF_8)).status();
    }

    /** @param token by its name; absent for none */
    Answer ask(String path, @Nullable String token, byte[] body) {
        return askFrom(ADDRESS, path, token == null ? null : jwt(token), body);
    }

    Answer askFrom(String address, String path, @Nullable String bearer, byte[] body) {
        return askFrom(address, path, bearer, null, body);
    }

    Answer askFrom(String address, String path, @Nullable String bearer, @Nullable String agent, byte[] body) {
        return exchanges.answer(path, new Bearers(bearer, agent), address, body);
    }

    /** A pod's token with this name: of the correct form, but unsigned. */
    String jwt(String name) {
        PresentedToken token = tokens.get(name);
        String audience = token == null
                ? "rolesanywhere.dev"
                : token.audiences().iterator().next();
        String uid = token == null ? "uid-of-nobody" : token.podUid();
        return jwt(name, audience, clock.instant().plusSeconds(600), uid);
    }

    static String jwt(String name, String audience, Instant expiry, @Nullable String podUid) {
        String pod = podUid == null ? "" : ", \"pod\": {\"name\": \"p\", \"uid\": \"" + podUid + "\"}";
        String claims =
                "{\"aud\": [\"%s\"], \"exp\": %d, \"jti\": \"%s\", \"kubernetes.io\": {\"namespace\": \"shop\"%s}}"
                        .formatted(audience, expiry.getEpochSecond(), name, pod);
        return base64("{\"alg\": \"RS256\"}") + "." + base64(claims) + "." + base64(name);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** The name is in the place of the signature. */
    private static String nameOf(String jwt) {
        return new String(Base64.getUrlDecoder().decode(jwt.substring(jwt.lastIndexOf('.') + 1)), UTF_8);
    }

    byte[] request() throws Exception {
        return request("");
    }

    private byte[] request(String more) throws Exception {
        KeyPair pair = KeySpec.P256.generate(random);
        byte[] csr = new JcaPKCS10CertificationRequestBuilder(
                        new X500Name("CN=somebody else,OU=admin"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        return ("{\"csr\": \"" + Base64.getEncoder().encodeToString(csr) + "\", \"sidecar\": \"0.1.0\"" + more + "}")
                .getBytes(UTF_8);
    }

    /** How often the operator has done a step of issuing. */
    long timed(IssuingTimes.Step step) {
        return metrics.timer("rolesanywhere.issuing.duration", "step", step.name())
                .count();
    }

    double metric(String result, String reason) {
        return metrics.counter("rolesanywhere.certificates.issued", "result", result, "reason", reason)
                .count();
    }

    static X509Certificate certificate(JsonNode role) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        Base64.getDecoder().decode(role.path("certificate").asText())));
    }

    private PresentedToken review(String token, String audience) {
        reviews++;
        if (failure != null) {
            throw failure;
        }
        PresentedToken known = tokens.getOrDefault(nameOf(token), PresentedToken.unauthenticated());
        return known.audiences().contains(audience) ? known : PresentedToken.unauthenticated();
    }

    private static PresentedToken agent(
            String namespace, String serviceAccount, String audience, @Nullable String node) {
        return onNode(namespace, serviceAccount, "agent-x", "uid-agent", audience, node);
    }

    private static PresentedToken onNode(
            String namespace,
            String serviceAccount,
            String pod,
            String podUid,
            String audience,
            @Nullable String node) {
        return new PresentedToken(
                true,
                Set.of(audience),
                namespace,
                serviceAccount,
                "sa-" + serviceAccount,
                pod,
                podUid,
                null,
                null,
                node);
    }

    /** Of the API server. */
    private ServiceAccountKeys.Published keys() {
        if (failure != null) {
            throw failure;
        }
        return new ServiceAccountKeys.Published(
                "https://kubernetes.default.svc", Map.of("key-1", authority.getPublicKey()));
    }

    /** @param agent by its name; absent for none */
    Answer askByAgent(String path, String token, @Nullable String agent, byte[] body) {
        return askFrom(ADDRESS, path, jwt(token), agent == null ? null : jwt(agent), body);
    }

    private static PresentedToken token(
            String serviceAccount, @Nullable String pod, @Nullable String podUid, String audience) {
        return new PresentedToken(
                true, Set.of(audience), "shop", serviceAccount, "sa-" + serviceAccount, pod, podUid, null, null);
    }

    private static <T> T read(String yaml, Class<T> type) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
