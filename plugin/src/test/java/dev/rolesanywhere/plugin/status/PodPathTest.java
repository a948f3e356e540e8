package dev.rolesanywhere.plugin.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.cluster.Seen.Known;
import dev.rolesanywhere.plugin.fact.Fact;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For each way in which a pod's credentials break: the one thing that is named first. */
class PodPathTest {
    private static final String STARTED = "{name: aws-credentials, started: true, state: {running: {}}}";
    private static final String SIDECAR = "initContainers: [{name: aws-credentials}]";

    private String pod = SIDECAR;
    private String state = STARTED;
    private String binding = condition("Ready", "True", "Serving");
    private String unserved = "[]";
    private String role = condition("Ready", "True", "Served") + condition("AcceptedByAWS", "True", "Accepted");
    private String anchor = condition("Ready", "True", "Issuing") + condition("NotExpiring", "True", "NotExpiringSoon");
    private List<AWSRoleBinding> bindings = List.of();
    private List<Event> events = List.of();

    @Test
    void a_pod_that_is_served_has_nothing_to_do() {
        assertThat(next()).isEmpty();
    }

    @Test
    void a_pod_that_nothing_is_bound_to() {
        assertThat(Step.next(PodPath.of(view(List.of()))).orElseThrow().finding())
                .isEqualTo("no AWSRoleBinding of namespace shop names ServiceAccount orders");
    }

    @Test
    void a_pod_that_is_older_than_its_binding() {
        pod = "containers: []";
        assertThat(next().orElseThrow().todo()).contains("rollout restart");
    }

    @Test
    void a_sidecar_whose_image_cannot_be_pulled() {
        state = "{name: aws-credentials, state: {waiting: {reason: ImagePullBackOff, message: Back-off}}}";
        assertThat(next().orElseThrow().todo()).contains("image.registry");
    }

    @Test
    void a_sidecar_that_crashes() {
        state = "{name: aws-credentials, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}}}";
        assertThat(next().orElseThrow().finding()).isEqualTo("CrashLoopBackOff, 3 restarts");
        assertThat(next().orElseThrow().todo()).contains("--previous");
    }

    @Test
    void a_sidecar_without_credentials() {
        state = "{name: aws-credentials, started: false, state: {running: {}}}";
        assertThat(next().orElseThrow().todo()).contains("kubectl logs orders -n shop -c aws-credentials");
    }

    @Test
    void a_role_that_aws_refuses_while_the_pod_has_credentials() {
        role = condition("Ready", "True", "Served") + condition("AcceptedByAWS", "False", "RoleNotInProfile");
        assertThat(next().orElseThrow().link()).endsWith("#rolenotinprofile");
    }

    @Test
    void an_anchor_that_is_not_ready_comes_before_all_that_follows_from_it() {
        anchor = condition("Ready", "False", "CertificateAuthorityNotReady");
        role = condition("Ready", "False", "TrustAnchorNotReady");
        binding = condition("Ready", "False", "RoleNotReady");
        state = "{name: aws-credentials, started: false, state: {running: {}}}";
        assertThat(next().orElseThrow().finding()).isEqualTo("CertificateAuthorityNotReady");
    }

    @Test
    void a_ca_that_ends_soon_is_no_cause_of_anything_else() {
        anchor = condition("Ready", "True", "Issuing") + condition("NotExpiring", "False", "ExpiresWithin90Days");
        state = "{name: aws-credentials, started: false, state: {running: {}}}";
        assertThat(next().orElseThrow().name()).contains("sidecar");
    }

    @Test
    void a_key_that_clients_prefer() {
        pod = SIDECAR
                + "\n"
                + "  containers: [{name: app, env: [{name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE}],"
                + " volumeMounts: [{name: v, mountPath: /var/run/rolesanywhere.dev/credentials}]}]";
        assertThat(next().orElseThrow().finding()).isEqualTo("app/AWS_ACCESS_KEY_ID");
    }

    @Test
    void what_the_operator_says_of_this_pod() {
        unserved = "[{reason: CredentialsExpired, count: 1, since: \"2026-01-01T00:00:00Z\", pods: [orders]}]";
        assertThat(next().orElseThrow().finding()).isEqualTo("CredentialsExpired since 2026-01-01T00:00:00Z");
    }

    @Test
    void nobody_has_asked_is_no_trouble() {
        unserved = "[{reason: NeverAsked, count: 1, since: \"2026-01-01T00:00:00Z\", pods: [orders]}]";
        assertThat(next()).isEmpty();
    }

    @Test
    void a_warning_of_the_operator_explains_a_sidecar_without_credentials() {
        events = List.of(Serialization.unmarshal("""
            type: Warning
            reason: RoleTrustPolicyDenies
            message: Correct the trust policy.
            lastTimestamp: "2026-01-01T00:00:00Z"
            reportingComponent: rolesanywhere.dev/operator
            """, Event.class));
        assertThat(PodPath.of(view(null)).stream().map(step -> step.fact().isBad()))
                .doesNotContain(true);
        pod = SIDECAR;
        state = "{name: aws-credentials, state: {waiting: {reason: PodInitializing}}}";
        assertThat(next().orElseThrow().todo()).isEqualTo("Correct the trust policy.");
    }

    private Optional<Fact> next() {
        return Step.next(PodPath.of(view(null)));
    }

    private PodView view(List<AWSRoleBinding> given) {
        AWSRoleBinding one = Serialization.unmarshal("""
            metadata: {name: orders, namespace: shop}
            spec: {roleRef: {name: reader}, subjects: [{name: orders}]}
            status:
              unservedPods: %s
              conditions:
            %s
            """.formatted(unserved, binding), AWSRoleBinding.class);
        bindings = given == null ? List.of(one) : given;
        return new PodView(
                Serialization.unmarshal("""
                    metadata: {name: orders, namespace: shop}
                    spec:
                      serviceAccountName: orders
                      %s
                    status:
                      initContainerStatuses: [%s]
                    """.formatted(pod, state), Pod.class),
                new Known<>(Optional.of(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("orders")
                        .endMetadata()
                        .build())),
                bindings,
                new Known<>(List.of(Serialization.unmarshal("""
                    metadata: {name: reader}
                    spec: {roleARN: "arn:aws:iam::111122223333:role/reader", allowedNamespaces: {selector: {}}}
                    status:
                      conditions:
                    %s
                    """.formatted(role), AWSRole.class))),
                new Known<>(List.of(Serialization.unmarshal("""
                    metadata: {name: default}
                    spec: {trustDomain: x, certificateAuthority: {selfSigned: {}}}
                    status:
                      conditions:
                    %s
                    """.formatted(anchor), AWSTrustAnchor.class))),
                events);
    }

    private static String condition(String type, String status, String reason) {
        return "  - {type: %s, status: \"%s\", reason: %s, message: Do something., lastTransitionTime: \"2026-01-01T00:00:00Z\"}%n"
                .formatted(type, status, reason);
    }
}
