package dev.rolesanywhere.operator.podcertificate;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import dev.rolesanywhere.operator.caller.LivePods;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.issuance.Issuance.Proof;
import dev.rolesanywhere.operator.issuance.Issuer;
import dev.rolesanywhere.operator.slots.TimeSlots;
import dev.rolesanywhere.operator.timing.IssuingTimes;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.authority.SelfSignedAuthority;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.issuance.LivePod;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods of ServiceAccount orders in namespace shop on node n1, and a self-signed authority of a hundred days. */
class PodCertificateSignerTest {
    private static final Duration LIFE = Duration.ofDays(100);

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();
    private final TestInventory inventory = new TestInventory();
    private final Map<String, LivePods.Found> pods = new HashMap<>();
    private final PodCertificateSigner signer = signer();

    private PodCertificateSigner signer() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        TestSettings settings = TestSettings.calling(2);
        return new PodCertificateSigner(
                (namespace, name) -> Optional.ofNullable(pods.get(name)),
                inventory,
                new Issuer(
                        inventory,
                        new SigningAuthorities(inventory, ExternalAuthorities.none(), clock, random),
                        new TimeSlots(settings, metrics, clock),
                        settings,
                        new IssuingTimes(metrics),
                        clock),
                clock);
    }

    @BeforeEach
    void set() {
        SelfSignedAuthority made =
                new SelfSignedAuthorities(clock, random).generate("prod-1.example.org", 1, KeySpec.P256, LIFE);
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(Serialization.unmarshal("""
            trustDomain: prod-1.example.org
            certificateAuthority: {selfSigned: {}}
            registrations:
            - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef
              profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef
            """, AWSTrustAnchorSpec.class));
        inventory.with(
                anchor,
                new SecretBuilder()
                        .withNewMetadata()
                        .withName("awsta-default-ca")
                        .withUid("1")
                        .withResourceVersion("1")
                        .endMetadata()
                        .withData(made.secretData().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Base64.getEncoder()
                                        .encodeToString(entry.getValue().getBytes(UTF_8)))))
                        .build(),
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("orders")
                        .withUid("sa-orders")
                        .endMetadata()
                        .build());
        bind("reader");
    }

    @Test
    void a_bound_pod_gets_a_leaf_of_its_only_role_for_the_key_of_the_request() {
        pod("orders-1", "Pending", null);

        Answer.Issued issued = (Answer.Issued) answer("orders-1", "{}");
        assertThat(issued.role().name()).isEqualTo("reader");
        X509Certificate leaf = ((Proof.Leaf) issued.role().proof()).certificate();
        assertThat(leaf.getPublicKey()).isEqualTo(Requests.KEYS.getPublic());
        assertThat(leaf.getNotBefore()).isEqualTo(clock.instant().minusSeconds(120));
    }

    @Test
    void of_several_roles_the_requests_overrides_the_pods_and_without_either_none_is_chosen() {
        bind("writer");
        pod("orders-1", "Running", null);
        assertThat(waiting("orders-1", "{}").reason()).isEqualTo(IssuingReason.RoleNotChosen);
        assertThat(waiting("orders-1", "{}").message()).contains("'reader', 'writer'");

        pod("orders-1", "Running", "writer");
        assertThat(role("orders-1", "{}")).isEqualTo("writer");
        assertThat(role("orders-1", "{rolesanywhere.dev/role: reader}")).isEqualTo("reader");
        Answer.Waiting other = waiting("orders-1", "{rolesanywhere.dev/role: admin}");
        assertThat(other.reason()).isEqualTo(IssuingReason.RoleNotBound);
        assertThat(other.role()).isEqualTo("admin");
        assertThat(other.pod()).isNotNull();
    }

    /** Two calls per second, the lowest rate: the third pod of one second gets the next second. */
    @Test
    void a_starting_pod_gets_its_leaf_in_its_time_slot_and_a_running_pod_immediately() {
        for (int number = 0; number < 4; number++) {
            pod("orders-" + number, "Pending", null);
        }
        assertThat(answer("orders-0", "{}")).isInstanceOf(Answer.Issued.class);
        assertThat(answer("orders-1", "{}")).isInstanceOf(Answer.Issued.class);
        Answer.Waiting queued = waiting("orders-2", "{}");
        assertThat(queued.reason()).isEqualTo(IssuingReason.QueuedForAWS);
        assertThat(queued.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        pod("orders-3", "Running", null);
        assertThat(answer("orders-3", "{}")).isInstanceOf(Answer.Issued.class);

        clock.pass(Objects.requireNonNull(queued.retryAfter()));
        assertThat(answer("orders-2", "{}")).isInstanceOf(Answer.Issued.class);
    }

    @Test
    void near_the_end_of_the_authority_the_request_waits() {
        pod("orders-1", "Running", null);
        clock.pass(LIFE.minusMinutes(57));

        assertThat(waiting("orders-1", "{}").reason()).isEqualTo(IssuingReason.CertificateAuthorityEnding);
        assertThat(waiting("orders-1", "{}").message()).contains("AWSTrustAnchor 'default'");
    }

    /** Otherwise authors of requests could write Events about pods of others. */
    @Test
    void an_unrelated_pod_gets_no_event() {
        pod("orders-1", "Running", null);

        Answer.Waiting replaced = (Answer.Waiting)
                signer.answer(PodCertificateRequest.of(Requests.written("orders-1", "an-older-uid", "{}")));
        assertThat(replaced.reason()).isEqualTo(IssuingReason.PodReplaced);
        assertThat(replaced.pod()).isNull();
        assertThat(waiting("gone", "{}").reason()).isEqualTo(IssuingReason.PodNotFound);
    }

    /** The pod's client would use the first role's session, which may do more than the target role's. */
    @Test
    void a_role_with_a_target_role_waits() {
        bind("reports", "targetRole: {roleARN: 'arn:aws:iam::444455556666:role/y'},");
        pod("orders-1", "Running", null);

        assertThat(waiting("orders-1", "{rolesanywhere.dev/role: reports}").reason())
                .isEqualTo(IssuingReason.SidecarTooOld);
    }

    private void bind(String name) {
        bind(name, "");
    }

    /** @param more members of the AWSRole's spec, each with a comma behind it */
    private void bind(String name, String more) {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName(name).build());
        role.setSpec(Serialization.unmarshal(
                "---\n{" + more + "roleARN: 'arn:aws:iam::111122223333:role/x', allowedNamespaces: {names: [shop]}}",
                AWSRoleSpec.class));
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("shop")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .build());
        binding.setSpec(Serialization.unmarshal(
                "---\n{roleRef: {name: " + name + "}, subjects: [{name: orders}]}", AWSRoleBindingSpec.class));
        inventory.with(role, binding);
    }

    private void pod(String name, String phase, @Nullable String askedRole) {
        pods.put(
                name, new LivePods.Found(new LivePod("uid-of-" + name, "orders", phase, null, "n1"), askedRole, false));
    }

    private Answer answer(String pod, String annotations) {
        return signer.answer(PodCertificateRequest.of(Requests.written(pod, "uid-of-" + pod, annotations)));
    }

    private String role(String pod, String annotations) {
        return ((Answer.Issued) answer(pod, annotations)).role().name();
    }

    private Answer.Waiting waiting(String pod, String annotations) {
        return (Answer.Waiting) answer(pod, annotations);
    }
}
