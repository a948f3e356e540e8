package dev.rolesanywhere.operator.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;

/**
 * Creates, changes and deletes managed registrations with exactly the policy from examples/aws-policies. The emulator
 * replaces IAM, and decides by AWS's service authorization reference.
 */
class ManagedRegistrationsPolicyTest {
    private static final Path POLICY = Path.of("..", "examples", "aws-policies", "managed-registrations.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXTERNAL =
            "external: {owner: SPIRE, volume: {name: svid}, trustBundle: {configMapRef: {name: spire-bundle}}}";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final TestInventory inventory = new TestInventory();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final List<String> messages = new ArrayList<>();
    private final Map<Integer, String> certificates = new HashMap<>();
    private String authority = "selfSigned: {}";
    private Emulator emulator;
    private RolesAnywhereClient admin;
    private ManagedRegistrations registrations;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start(EmulatorSettings.local());
        user("admin", "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");
        admin = client("admin");
        CallRateLimit pace = new CallRateLimit(clock, clock::pass);
        registrations =
                new ManagedRegistrations(inventory, (region, access) -> new SdkCalls(client("operator"), pace), clock);
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        inventory.with(anchor);
    }

    @AfterEach
    void stop() {
        admin.close();
        emulator.close();
    }

    /** With external certificates, another component provides the bundle and rotates it. */
    @ParameterizedTest
    @ValueSource(strings = {"selfSigned: {}", EXTERNAL})
    void the_policy_permits_every_call_of_a_registrations_life(String kind) throws IOException {
        authority = kind;
        user("operator", JSON.readTree(POLICY.toFile()).toString());

        live();

        assertThat(messages).noneMatch(message -> message.contains("not authorized"));
        assertThat(admin.listTrustAnchors(r -> {}).trustAnchors()).isEmpty();
        assertThat(admin.listProfiles(r -> {}).profiles()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("actions")
    void each_action_of_the_policy_is_needed_and_named_where_it_is_missing(String action) throws IOException {
        user("operator", without(action));

        live();

        assertThat(messages).anyMatch(message -> message.contains("not authorized to perform: " + action + " on"));
    }

    @Test
    void a_trust_anchor_with_the_tags_of_another_cluster_cannot_be_changed() throws IOException {
        user("operator", JSON.readTree(POLICY.toFile()).toString());
        String id = admin.createTrustAnchor(r -> r.name("other")
                        .source(s -> s.sourceType("CERTIFICATE_BUNDLE").sourceData(d -> d.x509CertificateData(ca(1))))
                        .tags(t -> t.key("rolesanywhere.dev/trust-domain").value("prod-2.example.org")))
                .trustAnchor()
                .trustAnchorId();

        try (RolesAnywhereClient operator = client("operator")) {
            assertThat(catchThrowable(() -> operator.deleteTrustAnchor(r -> r.trustAnchorId(id))))
                    .hasMessageContaining("not authorized to perform: rolesanywhere:DeleteTrustAnchor");
        }
    }

    static Stream<String> actions() throws IOException {
        return statements(JSON.readTree(POLICY.toFile())).flatMap(it -> actions(it).stream());
    }

    /** Creation, a rotation with a new role, the correction of what a person changed, and the end. */
    private void live() {
        spec("[{account: '111122223333', region: eu-west-1}]");
        role("orders-reader", "6h");
        reconcile(ca(1));
        role("orders-writer", "8h");
        reconcile(ca(1) + ca(2));
        admin.listTrustAnchors(r -> {})
                .trustAnchors()
                .forEach(it -> admin.resetNotificationSettings(r -> r.trustAnchorId(it.trustAnchorId())
                        .notificationSettingKeys(k -> k.event("CA_CERTIFICATE_EXPIRY"))));
        admin.listProfiles(r -> {})
                .profiles()
                .forEach(it -> admin.putAttributeMapping(r -> r.profileId(it.profileId())
                        .certificateField("x509Issuer")
                        .mappingRules(rule -> rule.specifier("CN"))));
        anchor.getMetadata().setAnnotations(Map.of(Annotations.REAPPLY, "1"));
        reconcile(ca(1) + ca(2));
        spec("[{account: '111122223333', region: eu-west-1, state: Absent}]");
        reconcile(ca(1) + ca(2));
    }

    private void reconcile(String bundle) {
        clock.pass(Duration.ofMinutes(6));
        ManagedReport report = registrations.advance(anchor, bundle);
        var conditions = Conditions.merge(null, report.finding().stream().toList(), 1L, clock.instant());
        Conditions.find(conditions, "Managed").ifPresent(it -> messages.add(it.message()));
        anchor.setStatus(
                new AWSTrustAnchorStatus(1L, conditions, bundle, null, null, null, report.statuses(), 1, null));
    }

    private static String without(String action) throws IOException {
        JsonNode policy = JSON.readTree(POLICY.toFile());
        statements(policy).forEach(statement -> {
            List<String> left =
                    actions(statement).stream().filter(it -> !it.equals(action)).toList();
            ((ObjectNode) statement).set("Action", JSON.valueToTree(left.isEmpty() ? List.of("none:None") : left));
        });
        return policy.toString();
    }

    private static Stream<JsonNode> statements(JsonNode policy) {
        return policy.get("Statement").valueStream();
    }

    private static List<String> actions(JsonNode statement) {
        JsonNode action = statement.get("Action");
        return action.isTextual()
                ? List.of(action.asText())
                : action.valueStream().map(JsonNode::asText).toList();
    }

    private void user(String name, String policy) {
        try {
            emulator.define(JSON.readTree("""
                    {"users": [{"name": "%s", "accessKeyId": "AKIA%s", "secretAccessKey": "secret", "policy": %s}]}""".formatted(name, name, policy)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RolesAnywhereClient client(String user) {
        return RolesAnywhereClient.builder()
                .endpointOverride(emulator.endpoint())
                .region(Region.EU_WEST_1)
                .httpClientBuilder(ApacheHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA" + user, "secret")))
                .build();
    }

    private void spec(String managed) {
        anchor.setSpec(Serialization.unmarshal("""
            trustDomain: prod-1.example.org
            certificateAuthority: {%s}
            managedRegistrations: %s
            """.formatted(authority, managed), AWSTrustAnchorSpec.class));
    }

    private void role(String name, String duration) {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName(name).build());
        role.setSpec(Serialization.unmarshal("""
            roleARN: arn:aws:iam::111122223333:role/%s
            sessionDuration: %s
            allowedNamespaces: {names: [shop]}
            """.formatted(name, duration), AWSRoleSpec.class));
        inventory.with(role);
    }

    private String ca(int generation) {
        return certificates.computeIfAbsent(
                generation,
                it -> CertificatePem.encode(new SelfSignedAuthorities(clock, new SecureRandom())
                        .generate("prod-1.example.org", it, KeySpec.P256, Duration.ofDays(3650))
                        .certificate()));
    }
}
