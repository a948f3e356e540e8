package dev.rolesanywhere.operator.authority;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.CreateSessionRequest;
import dev.rolesanywhere.client.session.RolesAnywhereClient;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.external.AwsKmsSource;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.external.KmsInMemory;
import dev.rolesanywhere.operator.external.ServiceClients;
import dev.rolesanywhere.operator.issuance.Issuance;
import dev.rolesanywhere.operator.issuance.Issuer;
import dev.rolesanywhere.operator.issuance.PodRequests;
import dev.rolesanywhere.operator.issuance.SessionNeeds;
import dev.rolesanywhere.operator.ownsession.OwnSessions;
import dev.rolesanywhere.operator.probe.RolesAnywhereProbe;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.request.CertificateRequest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A whole rotation against the emulator, with pods that renew throughout and an operator that is killed at every write. The issuer signs
 * from a watch that is a round late, as a watch may be, and every pod uses its leaf to the end of the leaf's hour.
 */
class RotationUnderLoadTest {
    /** One for each round of the hour in which a pod may request its next leaf. */
    private static final int PODS = 6;

    private static final Duration ROUND = Duration.ofMinutes(10);
    private static final String ANCHOR_ID = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String KMS = "{awsKms: {keyARN: 'arn:aws:kms:eu-west-1:111122223333:key/a'}}";
    private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();
    private final TestInventory inventory = new TestInventory();
    private final InMemoryAuthorityStore store = new InMemoryAuthorityStore();
    private final AWSTrustAnchor anchor = new AWSTrustAnchor();
    private final KmsInMemory kms = new KmsInMemory();
    private final List<Pod> pods = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int exchanges;
    private int kills;
    private @Nullable Secret watched;
    private Emulator emulator;
    /** One for all pods, because reading the JDK's certificates takes longer than the calls. */
    private RolesAnywhereClient client;

    private ExternalAuthorities external;
    private Issuer issuer;

    private final class Pod {
        private final KeyPair key = KeySpec.P256.generate(random);
        private final Identification.Known caller;
        private final Duration phase;
        private Issuance.@Nullable IssuedRole leaf;

        Pod(int number) {
            caller = new Identification.Known(
                    new PodReference("shop", "orders-" + number, "uid-" + number, "orders"), null, true);
            phase = Duration.ofMinutes(10L * (number % PODS));
        }

        Issuance asks() {
            return issuer.issue(
                    caller,
                    new PodRequests(new CertificateRequest.Proven(key.getPublic(), new byte[0]), null),
                    SessionNeeds.UNKNOWN);
        }

        /** One leaf per hour, and one exchange per round with the present leaf. */
        void renew(long round) throws Exception {
            if (leaf == null || round % PODS == phase.toMinutes() / 10) {
                Issuance issuance = asks();
                if (issuance.roles().isEmpty()) {
                    refused.add(issuance.refused().toString());
                    return;
                }
                leaf = issuance.roles().getFirst();
            }
            exchanges++;
            try {
                exchange(leaf, key);
            } catch (CreateSessionException e) {
                refused.add(e.refusal() + " for a leaf of "
                        + leaf(leaf).certificate().getIssuerX500Principal());
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        client = new RolesAnywhereClient(new HttpTransport(Trust.jdk(), null, Timeouts.DEFAULT), clock);
        emulator = Emulator.start(EmulatorSettings.local().withClock(clock));
        emulator.define(new ObjectMapper(new YAMLFactory()).readTree("""
            profiles:
            - {id: %1$s, region: eu-west-1, roleArns: ['%2$s'], durationSeconds: 3600}
            roles:
            - name: reader
              trustPolicy:
                Version: "2012-10-17"
                Statement:
                - Effect: Allow
                  Principal: {Service: rolesanywhere.amazonaws.com}
                  Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
                  Condition: {StringEquals: {'aws:PrincipalTag/x509Subject/OU': reader}}
            """.formatted(ANCHOR_ID, ROLE)));
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(read("""
            trustDomain: prod-1.example.org
            certificateAuthority: {selfSigned: {}}
            """, AWSTrustAnchorSpec.class));
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName("reader").build());
        role.setSpec(read("""
            roleARN: %s
            allowedNamespaces: {names: [shop]}
            """.formatted(ROLE), AWSRoleSpec.class));
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withName("orders")
                .withNamespace("shop")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        binding.setSpec(read("""
            roleRef: {name: reader}
            subjects: [{name: orders}]
            """, AWSRoleBindingSpec.class));
        inventory.with(anchor, role, binding);
        newProcess();
        IntStream.range(0, PODS).mapToObj(Pod::new).forEach(pods::add);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void no_exchange_of_a_pod_fails_during_a_rotation() throws Exception {
        reconcile();
        watchCatchesUp();
        registerInAws();
        anchor.setSpec(registered());
        String first = stage().active();
        rounds(6);

        annotate(first);
        rounds(12);
        assertThat(stage().states()).containsExactly(State.Active, State.Next);
        assertThat(stage().condition("Rotation").reason()).isEqualTo("NextAwaitsTrust");
        registerInAws();
        rounds(6);
        assertThat(stage().active()).isNotEqualTo(first);
        assertThat(stage().states()).containsExactly(State.Active, State.Retiring);
        rounds(25 * 6);
        assertThat(stage().states()).containsExactly(State.Active);
        registerInAws();
        rounds(12);

        assertThat(refused).isEmpty();
        assertThat(exchanges).isGreaterThan(PODS * 180);
        assertThat(kills).isGreaterThanOrEqualTo(4);
        System.getLogger("rotation").log(System.Logger.Level.INFO, exchanges + " exchanges, " + kills + " kills");
    }

    @Test
    void no_exchange_of_a_pod_fails_while_the_key_moves_to_kms_and_back() throws Exception {
        reconcile();
        watchCatchesUp();
        registerInAws();
        anchor.setSpec(registered());
        String own = stage().active();
        rounds(6);

        anchor.setSpec(registered(KMS));
        changes();
        assertThat(issuers()).containsExactly("2");
        assertThat(store.secrets.get(RotationStage.SECRET).get("tls.key"))
                .as("the old key is gone from the cluster")
                .isEmpty();

        anchor.setSpec(registered("{selfSigned: {}}"));
        changes();
        assertThat(issuers()).containsExactly("3");
        assertThat(stage().active()).isNotEqualTo(own);

        assertThat(refused).isEmpty();
        assertThat(exchanges).isGreaterThan(PODS * 350);
        assertThat(kills).isGreaterThanOrEqualTo(8);
    }

    @Test
    void no_exchange_of_any_pod_fails_while_the_key_moves_to_a_users_secret() throws Exception {
        reconcile();
        watchCatchesUp();
        registerInAws();
        anchor.setSpec(registered());
        rounds(6);

        Map<String, byte[]> given = stage().users("users");
        store.secrets.put("users", given);
        inventory.with(secret("users", given));
        anchor.setSpec(registered("{secretRef: {name: users}}"));
        changes();

        assertThat(store.secrets.get(RotationStage.SECRET).get("tls.crt")).isEqualTo(given.get("tls.crt"));
        assertThat(refused).isEmpty();
    }

    @Test
    void a_change_of_kind_can_be_reverted_before_its_registration() throws Exception {
        reconcile();
        watchCatchesUp();
        registerInAws();
        anchor.setSpec(registered());
        String own = stage().active();

        anchor.setSpec(registered(KMS));
        rounds(6);
        assertThat(stage().states()).containsExactly(State.Active, State.Next);
        anchor.setSpec(registered("{selfSigned: {}}"));
        rounds(12);

        assertThat(stage().states()).containsExactly(State.Active);
        assertThat(stage().active()).isEqualTo(own);
        assertThat(stage().condition("Rotation").reason()).isEqualTo("Settled");
        assertThat(refused).isEmpty();
    }

    @Test
    void an_unusable_kms_key_is_reported_and_the_old_one_still_signs() throws Exception {
        reconcile();
        watchCatchesUp();
        registerInAws();
        kms.isAway = true;
        anchor.setSpec(registered(KMS));
        rounds(6);

        assertThat(stage().states()).containsExactly(State.Active);
        assertThat(stage().condition("Rotation").reason()).isEqualTo("SourceUnfit");
        assertThat(refused).isEmpty();
    }

    @Test
    void a_key_outside_the_spec_with_an_unreachable_backend_is_replaced_by_the_next_ca() throws Exception {
        anchor.setSpec(registered(KMS));
        reconcile();
        watchCatchesUp();
        registerInAws();
        rounds(6);
        String inKms = stage().active();

        anchor.setSpec(registered("{selfSigned: {}}"));
        rounds(6);
        kms.isAway = true;
        reconcile();
        assertThat(stage().condition("CertificateAuthorityReady").reason()).isEqualTo("BackendUnavailable");
        assertThat(stage().active()).isEqualTo(inKms);
        assertThat(new Pod(PODS).asks().roles()).isEmpty();
        registerInAws();
        reconcile();
        clock.pass(ROUND);
        reconcile();
        assertThat(stage().active()).as("AWS trusts the next one").isNotEqualTo(inKms);
        assertThat(stage().condition("CertificateAuthorityReady").status().name())
                .isEqualTo("True");
    }

    /** A whole change of the CA: the new CA signs only after its registration in AWS. */
    private void changes() throws Exception {
        String before = stage().active();
        rounds(12);
        assertThat(stage().states()).containsExactly(State.Active, State.Next);
        assertThat(stage().active()).isEqualTo(before);
        assertThat(stage().condition("Rotation").reason()).isEqualTo("NextAwaitsTrust");
        registerInAws();
        rounds(6);
        assertThat(stage().states()).containsExactly(State.Active, State.Retiring);
        rounds(25 * 6);
        assertThat(stage().states()).containsExactly(State.Active);
        registerInAws();
        rounds(12);
    }

    /** The numbers of the generations whose leaves the pods have. */
    private Set<String> issuers() {
        return pods.stream()
                .map(pod ->
                        leaf(pod.leaf).certificate().getIssuerX500Principal().getName())
                .map(name -> name.replaceFirst(".*CN=[^,]*?(\\d+)(,.*|$)", "$1"))
                .collect(Collectors.toSet());
    }

    private void rounds(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            clock.pass(ROUND);
            long round = clock.instant().getEpochSecond() / ROUND.toSeconds();
            for (Pod pod : pods) {
                pod.renew(round);
            }
            watchCatchesUp();
            reconcile();
        }
    }

    /** Each write is tried three times: killed before it, killed after it and before the status, and done. */
    private void reconcile() {
        int before = store.writes;
        store.beforeReplace(() -> {
            throw new IllegalStateException("killed");
        });
        RotationStage stage = stage();
        try {
            stage.advanceWithoutStatus();
        } catch (IllegalStateException e) {
            store.beforeReplace(() -> {});
            afterKill().advanceWithoutStatus();
        }
        store.beforeReplace(() -> {});
        if (store.writes > before) {
            stage = afterKill();
            stage.advanceWithoutStatus();
        }
        stage.report();
    }

    private RotationStage afterKill() {
        kills++;
        newProcess();
        watchCatchesUp();
        return stage();
    }

    /**
     * The previous operator's memory is lost, including its authorities. The watch begins with all existing objects.
     */
    private void newProcess() {
        external = new ExternalAuthorities(
                List.of(new AwsKmsSource(
                        store,
                        clock,
                        random,
                        new ServiceClients<>(new EgressResolver(inventory, TestSettings.direct()), (_, _) -> kms))),
                new SimpleMeterRegistry());
        issuer = new Issuer(
                inventory,
                new SigningAuthorities(inventory, external, clock, random),
                new TimeSlots(TestSettings.direct(), new SimpleMeterRegistry(), clock),
                TestSettings.direct(),
                new IssuingTimes(new SimpleMeterRegistry()),
                clock);
    }

    private RotationStage stage() {
        return new RotationStage(
                clock,
                store,
                anchor,
                inventory,
                new RolesAnywhereProbe(
                        inventory,
                        new OwnSessions(
                                TestSettings.direct(),
                                new EgressResolver(inventory, TestSettings.direct()),
                                clock,
                                random)),
                external);
    }

    private void annotate(String fingerprint) {
        stage().annotate(Annotations.ROTATE, fingerprint);
    }

    private void watchCatchesUp() {
        if (watched != null) {
            inventory.remove(watched);
        }
        Map<String, byte[]> data = store.secrets.get(RotationStage.SECRET);
        if (data == null) {
            watched = null;
            return;
        }
        watched = secret(RotationStage.SECRET, data);
        inventory.with(watched);
    }

    private Secret secret(String name, Map<String, byte[]> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(Annotations.CERTIFICATE_AUTHORITY_OF, "default")
                .withUid("1")
                .withResourceVersion(Integer.toString(store.writes))
                .endMetadata()
                .withData(data.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> Base64.getEncoder().encodeToString(entry.getValue()))))
                .build();
    }

    /** The user's registration of {@code status.caBundle}. */
    private void registerInAws() {
        ObjectNode configuration = new ObjectMapper().createObjectNode();
        configuration
                .putArray("trustAnchors")
                .addObject()
                .put("id", ANCHOR_ID)
                .put("region", "eu-west-1")
                .put("certificates", anchor.getStatus().caBundle());
        emulator.define(configuration);
    }

    private AWSTrustAnchorSpec registered() {
        return registered("{selfSigned: {}}");
    }

    private AWSTrustAnchorSpec registered(String authority) {
        return read("""
            trustDomain: prod-1.example.org
            certificateAuthority: %3$s
            aws: {endpoint: '%2$s'}
            registrations:
            - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/%1$s
              profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/%1$s
            """.formatted(ANCHOR_ID, emulator.endpoint(), authority), AWSTrustAnchorSpec.class);
    }

    private void exchange(Issuance.IssuedRole role, KeyPair key) throws Exception {
        client.createSession(
                new CreateSessionRequest(
                        role.registration().registration().arn(),
                        role.registration().profileARN(),
                        role.roleARN(),
                        null),
                new SigningIdentity(
                        key.getPrivate(), leaf(role).certificate(), leaf(role).chain()),
                new EndpointSettings("eu-west-1", false, false, emulator.endpoint()));
    }

    private static <T> T read(String yaml, Class<T> type) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml.getBytes(UTF_8), type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Issuance.Proof.Leaf leaf(Issuance.IssuedRole role) {
        return (Issuance.Proof.Leaf) role.proof();
    }
}
