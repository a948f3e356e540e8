package dev.rolesanywhere.plugin.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Seen.Hidden;
import dev.rolesanywhere.plugin.cluster.Seen.Known;
import dev.rolesanywhere.plugin.fact.Fact;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For each cause of missing credentials: the cause that is reported first. */
class PodPathTest {
    private static final String STARTED = "{name: aws-credentials, started: true, state: {running: {}}}";
    private static final String SIDECAR = "initContainers: [{name: aws-credentials}]";

    private static final String AGENT =
            "volumes: [{name: rolesanywhere-dev-node-token}]\n  initContainers: [{name: aws-credentials-wait}]";

    private String pod = SIDECAR;
    private String state = STARTED;
    private String binding = condition("Ready", "True", "Serving");
    private String unserved = "[]";
    private String role = condition("Ready", "True", "Served") + condition("AcceptedByAWS", "True", "Accepted");
    private String anchor = condition("Ready", "True", "Issuing") + condition("NotExpiring", "True", "NotExpiringSoon");
    private List<AWSRoleBinding> bindings = List.of();
    private Seen<List<AWSRoleBinding>> everywhere = new Known<>(List.of());
    private List<Event> events = List.of();
    private Fact leader = Fact.good("leader", "operator-0");
    private String more = "";

    @Test
    void a_served_pod_needs_no_action() {
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
    void a_pod_of_an_excluded_namespace() {
        pod = "containers: [{name: app}]";
        binding = condition("Ready", "False", "NamespaceExcluded");

        assertThat(PodPath.of(view(null)))
                .extracting(step -> step.fact().finding())
                .contains("no: this installation excludes namespace shop");
        assertThat(next().orElseThrow().link()).endsWith("#namespaceexcluded");
    }

    @Test
    void a_served_pod_of_the_node_agent_needs_no_action() {
        pod = AGENT;
        state = "{name: aws-credentials-wait, state: {terminated: {exitCode: 0}}}";
        assertThat(next()).isEmpty();
    }

    @Test
    void a_pod_of_the_node_agent_without_the_waiting_container_needs_no_action() {
        pod = "volumes: [{name: rolesanywhere-dev-node-token}]";
        state = "";
        assertThat(next()).isEmpty();
    }

    @Test
    void a_container_that_waits_for_the_agent() {
        pod = AGENT;
        state = "{name: aws-credentials-wait, state: {running: {}}}";
        assertThat(next().orElseThrow().name()).isEqualTo("container aws-credentials-wait");
        assertThat(next().orElseThrow().todo()).contains("kubectl logs orders -n shop -c aws-credentials-wait");
    }

    @Test
    void an_image_of_the_waiting_container_that_cannot_be_pulled() {
        pod = AGENT;
        state = "{name: aws-credentials-wait, state: {waiting: {reason: ErrImagePull, message: no}}}";
        assertThat(next().orElseThrow().todo()).contains("nodeAgent.image");
    }

    @Test
    void a_profile_without_a_file() {
        pod = AGENT
                + "\n"
                + "  containers: [{name: app, env: [{name: AWS_PROFILE, value: orders-reader}],"
                + " volumeMounts: [{name: v, mountPath: /var/run/rolesanywhere.dev/node}]}]";
        state = "{name: aws-credentials-wait, state: {terminated: {exitCode: 0}}}";
        assertThat(next().orElseThrow().finding()).isEqualTo("container app sets AWS_PROFILE");
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
    void an_anchor_that_is_not_ready_is_reported_before_its_consequences() {
        anchor = condition("Ready", "False", "CertificateAuthorityNotReady");
        role = condition("Ready", "False", "TrustAnchorNotReady");
        binding = condition("Ready", "False", "RoleNotReady");
        state = "{name: aws-credentials, started: false, state: {running: {}}}";
        assertThat(next().orElseThrow().finding()).isEqualTo("CertificateAuthorityNotReady");
    }

    @Test
    void an_anchor_without_a_ca_has_the_reason_of_the_ca() {
        anchor = condition("Ready", "False", "CertificateAuthorityNotReady")
                + condition("CertificateAuthorityReady", "False", "SecretNotFound");
        assertThat(next().orElseThrow().link()).endsWith("#secretnotfound");
    }

    @Test
    void a_ca_that_expires_soon_is_not_reported_as_a_cause() {
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
        assertThat(next().orElseThrow().finding()).isEqualTo("container app sets AWS_ACCESS_KEY_ID");
    }

    @Test
    void the_operators_finding_about_the_pod() {
        unserved = "[{reason: CredentialsExpired, count: 1, since: \"2026-01-01T00:00:00Z\", pods: [orders]}]";
        assertThat(next().orElseThrow().finding()).isEqualTo("CredentialsExpired since 2026-01-01T00:00:00Z");
    }

    @Test
    void the_operators_event_of_the_same_reason_is_about_this_pod_alone() {
        unserved =
                "[{reason: RoleTrustPolicyDenies, count: 2, since: \"2026-01-01T00:00:00Z\", pods: [orders, other]}]";
        binding += condition("PodsServed", "False", "RefusedByAWS");
        assertThat(next().orElseThrow().todo()).isEqualTo("Do something.");
        events = List.of(event(
                "rolesanywhere.dev/operator",
                "RoleTrustPolicyDenies",
                "Correct the policy. See https://docs.example.org/troubleshooting/#roletrustpolicydenies"));
        assertThat(next().orElseThrow().todo()).isEqualTo("Correct the policy.");
        assertThat(next().orElseThrow().link()).endsWith("#roletrustpolicydenies");
    }

    @Test
    void a_pod_without_requests_of_clients_is_not_a_problem() {
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

    @Test
    void a_warning_is_nearer_to_the_cause_than_that_the_sidecar_waits() {
        state = "{name: aws-credentials, started: false, state: {running: {}}}";
        events = List.of(event("rolesanywhere.dev/operator", "RoleTrustPolicyDenies", "Correct the trust policy."));
        assertThat(next().orElseThrow().todo()).isEqualTo("Correct the trust policy.");
    }

    @Test
    void a_missing_active_operator_is_reported_before_older_facts() {
        anchor = condition("Ready", "False", "CertificateAuthorityNotReady");
        leader =
                Fact.bad("leader", "the Lease has no holder: no operator is active", "Check the operator's pods.", "x");
        assertThat(next().orElseThrow().name()).isEqualTo("leader");
    }

    @Test
    void a_forbidden_lease_is_mentioned_only_if_the_pod_waits() {
        leader = Fact.unknown("leader", "you may not read Leases", "Ask.");
        assertThat(PodPath.of(view(null)).stream().map(step -> step.fact().name()))
                .doesNotContain("leader");
        state = "{name: aws-credentials, started: false, state: {running: {}}}";
        assertThat(PodPath.of(view(null)).stream().map(step -> step.fact().name()))
                .contains("leader");
    }

    @Test
    void a_pod_that_cannot_be_scheduled() {
        state = "";
        more = "conditions: [{type: PodScheduled, status: \"False\", message: 0/3 nodes are available}]";
        assertThat(next().orElseThrow().finding()).isEqualTo("no node accepts the pod: 0/3 nodes are available");
    }

    @Test
    void a_volume_that_cannot_be_mounted_is_in_the_kubelets_event_only() {
        state = "{name: aws-credentials, state: {waiting: {reason: PodInitializing}}}";
        events = List.of(event("kubelet", "FailedMount", "configmap \"settings\" not found"));
        assertThat(next().orElseThrow().finding()).isEqualTo("FailedMount: configmap \"settings\" not found");
    }

    @Test
    void old_warnings_of_the_kubelet_are_ignored_after_the_sidecar_has_started() {
        events = List.of(event("kubelet", "FailedMount", "configmap \"settings\" not found"));
        assertThat(next()).isEmpty();
    }

    @Test
    void an_init_container_before_the_sidecar_that_does_not_end() {
        pod = "initContainers: [{name: migrate}, {name: aws-credentials}]";
        state = "{name: migrate, started: true, state: {running: {startedAt: \"2026-01-01T00:00:00Z\"}}}";
        assertThat(next().orElseThrow().todo()).startsWith("kubectl logs orders -n shop -c migrate");
    }

    @Test
    void an_image_of_another_architecture() {
        state =
                "{name: aws-credentials, image: sidecar:1, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}},"
                        + " lastState: {terminated: {reason: StartError, exitCode: 128, message: 'exec /x: exec format error'}}}";
        assertThat(next().orElseThrow().todo()).contains("sidecar:1").contains("kubernetes.io/arch");
        assertThat(next().orElseThrow().link()).endsWith("#wrongarchitecture");
    }

    @Test
    void a_missing_configmap_of_a_container() {
        more = "containerStatuses: [{name: app, state: {waiting: {reason: CreateContainerConfigError, message: no"
                + " settings}}}]";
        assertThat(next().orElseThrow().name()).isEqualTo("container app");
        assertThat(next().orElseThrow().finding()).isEqualTo("CreateContainerConfigError: no settings");
    }

    @Test
    void an_init_container_that_crashes_before_the_sidecar() {
        pod = "initContainers: [{name: migrate}, {name: aws-credentials}]";
        state = "{name: migrate, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}},"
                + " lastState: {terminated: {reason: Error, exitCode: 1}}}";
        assertThat(next().orElseThrow().todo()).endsWith("so it has no AWS credentials yet.");
    }

    @Test
    void an_application_that_crashes_with_credentials() {
        more = "containerStatuses: [{name: app, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}},"
                + " lastState: {terminated: {reason: Error, exitCode: 1}}}]";
        assertThat(next().orElseThrow().finding())
                .isEqualTo("CrashLoopBackOff, last end: Error, exit code 1, 2 restarts");
        assertThat(next().orElseThrow().todo())
                .isEqualTo("kubectl logs orders -n shop -c app --previous shows why the container ends.");
    }

    @Test
    void a_profile_without_a_binding() {
        pod = SIDECAR
                + "\n  containers: [{name: app, env: [{name: AWS_PROFILE, value: staging}],"
                + " volumeMounts: [{name: v, mountPath: /var/run/rolesanywhere.dev/credentials}]}]";
        assertThat(next().orElseThrow().finding()).isEqualTo("container app sets AWS_PROFILE");
        pod = pod.replace("staging", "reader");
        assertThat(next()).isEmpty();
    }

    @Test
    void a_pod_with_another_serviceaccount_lists_the_bound_ones() {
        AWSRoleBinding other = Serialization.unmarshal(
                "metadata: {name: b, namespace: shop}\nspec: {roleRef: {name: reader}, subjects: [{name: ordres}]}",
                AWSRoleBinding.class);
        assertThat(Step.next(PodPath.of(view(List.of(other)))).orElseThrow().todo())
                .contains("ordres (binding b)");
    }

    @Test
    void a_throttled_pod_shows_the_bindings_that_use_the_same_quota() {
        unserved = "[{reason: Throttled, count: 1, since: \"2026-01-01T00:00:00Z\", pods: [orders]}]";
        everywhere = new Known<>(List.of(
                ofQuota("reader", "few", "1/2"),
                ofQuota("reader", "many", "0/300"),
                ofQuota("role-of-another-account", "elsewhere", "9/9")));

        assertThat(PodPath.of(view(null)))
                .extracting(step -> step.fact().name() + ": " + step.fact().finding())
                .contains(
                        "CreateSession quota of account 111122223333 in region eu-west-1: used by 2 bindings of this cluster: shop/many (300 pods), shop/few (2 pods)");
    }

    @Test
    void a_user_without_access_to_other_namespaces_is_referred_to_an_administrator() {
        unserved = "[{reason: QueuedForAWS, count: 1, since: \"2026-01-01T00:00:00Z\", pods: [orders]}]";
        everywhere = new Hidden<>("you may not read AWSRoleBindings of all namespaces");

        assertThat(PodPath.of(view(null)))
                .extracting(step -> step.fact().finding())
                .contains("you may not read AWSRoleBindings of all namespaces");
    }

    @Test
    void a_pod_that_does_not_wait_for_the_quota_has_no_line_about_it() {
        assertThat(PodPath.of(view(null)).stream().map(step -> step.fact().name()))
                .noneMatch(name -> name.contains("quota"));
    }

    private static AWSRoleBinding ofQuota(String role, String name, String pods) {
        return Serialization.unmarshal("""
            metadata: {name: %s, namespace: shop}
            spec: {roleRef: {name: %s}, subjects: [{name: orders}]}
            status: {pods: %s}
            """.formatted(name, role, pods), AWSRoleBinding.class);
    }

    private static Event event(String from, String reason, String message) {
        return new EventBuilder()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp("2026-01-01T00:00:00Z")
                .withReportingComponent(from)
                .build();
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
                      %s
                    """.formatted(pod, state, more), Pod.class),
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
                      account: "111122223333"
                      region: eu-west-1
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
                everywhere,
                Optional.empty(),
                events,
                leader);
    }

    private static String condition(String type, String status, String reason) {
        return "  - {type: %s, status: \"%s\", reason: %s, message: Do something., lastTransitionTime: \"2026-01-01T00:00:00Z\"}%n"
                .formatted(type, status, reason);
    }
}
