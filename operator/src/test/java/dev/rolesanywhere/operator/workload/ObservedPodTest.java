package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.workload.CredentialSource.OfNodeAgent;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservedPodTest {
    @Test
    void a_pod_without_the_sidecar_is_observed() {
        ObservedPod observed =
                ObservedPod.of(pod("{}", "", ""), false, Set.of()).orElseThrow();

        assertThat(observed.running()).isNull();
        assertThat(observed.pod().serviceAccount()).isEqualTo("orders");
        assertThat(observed.createdAt()).isEqualTo("2026-01-02T03:00:00Z");
    }

    @Test
    void the_sidecars_start_and_restarts_are_observed() {
        ObservedPod observed = ObservedPod.of(pod("{}", "aws-credentials", ""), false, Set.of())
                .orElseThrow();

        assertThat(observed.running())
                .isEqualTo(new ObservedPod.Running(Instant.parse("2026-01-02T03:00:05Z"), true, 2));
    }

    @Test
    void an_opted_out_pod_is_ignored_unless_it_has_credentials() {
        String off = "{rolesanywhere.dev/inject: 'false'}";

        assertThat(ObservedPod.of(pod(off, "", ""), false, Set.of())).isEmpty();
        assertThat(ObservedPod.of(pod("{}", "", ""), true, Set.of())).isEmpty();
        assertThat(ObservedPod.of(pod(off, "aws-credentials", ""), true, Set.of()))
                .isPresent();
    }

    @Test
    void a_pod_that_is_ending_is_not_counted() {
        Pod pod = pod("{}", "", "");
        pod.getMetadata().setDeletionTimestamp("2026-01-02T03:00:30Z");

        assertThat(ObservedPod.of(pod, false, Set.of())).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        AWS_ACCESS_KEY_ID                      | AKIA…                                             | AWS_ACCESS_KEY_ID
        AWS_PROFILE                            | prod                                              | AWS_PROFILE
        AWS_PROFILE                            | reader                                            | -
        AWS_WEB_IDENTITY_TOKEN_FILE            | /token                                            | AWS_WEB_IDENTITY_TOKEN_FILE
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI | /v2                                               | AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
        AWS_ACCESS_KEY_ID                      | ""                                                | -
        AWS_CONFIG_FILE                        | /etc/aws                                          | -
        AWS_CONFIG_FILE                        | /var/run/rolesanywhere.dev/credentials/config     | -
        AWS_REGION                             | eu-west-1                                         | -
        """)
    void variables_that_clients_prefer_to_the_credentials_are_named(String name, String value, String shadow) {
        ObservedPod observed = ObservedPod.of(
                        pod("{}", "aws-credentials", "- {name: %s, value: %s}".formatted(name, value)),
                        false,
                        Set.of("reader"))
                .orElseThrow();

        assertThat(observed.shadowing()).isEqualTo(shadow == null ? List.of() : List.of(shadow));
    }

    @Test
    void possible_sources_of_static_keys_are_named_with_their_container() {
        ObservedPod.Clients clients = ObservedPod.of(
                        pod(
                                "{}",
                                "aws-credentials",
                                "- {name: AWS_CONFIG_FILE, value: /etc/aws}\n    envFrom: [{secretRef: {name: keys}}]"),
                        false,
                        Set.of())
                .orElseThrow()
                .clients();

        assertThat(clients.otherwise()).containsExactly("AWS_CONFIG_FILE in container app", "envFrom in container app");
        assertThat(clients.seen()).isTrue();
        assertThat(clients.run()).isTrue();
    }

    @Test
    void a_sidecar_whose_clients_may_read_files_does_not_know_them() {
        Pod pod = pod("{}", "aws-credentials", "");
        pod.getSpec().getInitContainers().getFirst().setEnv(List.of(new EnvVar("ROLESANYWHERE_FILES", "true", null)));

        assertThat(ObservedPod.of(pod, false, Set.of()).orElseThrow().clients().seen())
                .isFalse();
    }

    @Test
    void a_container_without_credentials_does_not_count_as_a_client() {
        Pod pod = pod("{}", "aws-credentials", "");
        pod.getStatus().getContainerStatuses().getFirst().setName("skipped");

        assertThat(ObservedPod.of(pod, false, Set.of()).orElseThrow().clients().run())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        {running: {startedAt: '2026-01-02T03:00:05Z'}}                                                       | 2026-01-02T03:00:05Z | false
        {terminated: {exitCode: 0, startedAt: '2026-01-02T03:00:05Z', finishedAt: '2026-01-02T03:00:06Z'}}   | 2026-01-02T03:00:06Z | true
        {terminated: {exitCode: 137, startedAt: '2026-01-02T03:00:05Z', finishedAt: '2026-01-02T03:00:06Z'}} | -                    | false
        {waiting: {reason: PodInitializing}}                                                                 | -                    | false
        """)
    void a_pod_of_the_node_agent_shows_whether_it_still_waits(String state, @Nullable Instant since, boolean started) {
        ObservedPod observed = ObservedPod.of(servedByAgent("aws-credentials-wait", state), false, Set.of("reader"))
                .orElseThrow();

        assertThat(observed.running())
                .isEqualTo(new ObservedPod.Running(new OfNodeAgent(true, "one"), since, started, 3));
        assertThat(observed.version()).isNull();
        assertThat(observed.prospect()).isNull();
        assertThat(observed.clients().seen()).isTrue();
        assertThat(observed.clients().run()).isTrue();
    }

    @Test
    void a_pod_of_the_node_agent_without_waiting_counts_as_started() {
        ObservedPod observed =
                ObservedPod.of(servedByAgent("migrate", "{}"), false, Set.of()).orElseThrow();

        assertThat(observed.running())
                .isEqualTo(new ObservedPod.Running(new OfNodeAgent(false, "one"), null, false, 3));
    }

    /** There is no file with profiles. */
    @Test
    void every_profile_overrides_the_agents_credentials() {
        ObservedPod observed = ObservedPod.of(servedByAgent("aws-credentials-wait", "{}"), false, Set.of("reader"))
                .orElseThrow();

        assertThat(observed.shadowing()).containsExactly("AWS_PROFILE");
    }

    private static Pod servedByAgent(String initContainer, String state) {
        return Serialization.unmarshal("""
                metadata: {namespace: shop, name: orders-1, uid: uid-1, creationTimestamp: "2026-01-02T03:00:00Z"}
                spec:
                  serviceAccountName: orders
                  nodeName: one
                  volumes: [{name: rolesanywhere-dev-node-token}]
                  initContainers: [{name: "%1$s"}]
                  containers:
                  - name: app
                    volumeMounts: [{name: rolesanywhere-dev-node-token, mountPath: /var/run/rolesanywhere.dev/node}]
                    env:
                    - {name: AWS_CONTAINER_CREDENTIALS_FULL_URI, value: "http://169.254.170.23:9913/v1/credentials"}
                    - {name: AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, value: /var/run/rolesanywhere.dev/node/token}
                    - {name: AWS_PROFILE, value: reader}
                status:
                  phase: Running
                  initContainerStatuses: [{name: "%1$s", state: %2$s}]
                  containerStatuses: [{name: app, restartCount: 3, state: {running: {startedAt: "2026-01-02T03:00:06Z"}}}]
                """.formatted(initContainer, state), Pod.class);
    }

    private static Pod pod(String annotations, String initContainer, String variable) {
        return Serialization.unmarshal("""
                metadata:
                  namespace: shop
                  name: orders-1
                  uid: uid-1
                  creationTimestamp: 2026-01-02T03:00:00Z
                  annotations: %s
                  ownerReferences: [{uid: set-1, controller: true, apiVersion: apps/v1, kind: ReplicaSet, name: orders}]
                spec:
                  serviceAccountName: orders
                  initContainers:
                  - {name: "%s"}
                  containers:
                  - name: app
                    volumeMounts: [{name: aws-credentials, mountPath: /var/run/rolesanywhere.dev/credentials}]
                    env:
                    - {name: AWS_CONTAINER_CREDENTIALS_FULL_URI, value: "http://127.0.0.1:9911/v1/credentials"}
                    %s
                  - name: skipped
                    env: [{name: AWS_ACCESS_KEY_ID, value: x}]
                status:
                  phase: Running
                  initContainerStatuses:
                  - {name: "%s", started: true, restartCount: 2, state: {running: {startedAt: "2026-01-02T03:00:05Z"}}}
                  containerStatuses:
                  - {name: app, state: {running: {startedAt: "2026-01-02T03:00:06Z"}}}
                """.formatted(annotations, initContainer, variable, initContainer), Pod.class);
    }
}
