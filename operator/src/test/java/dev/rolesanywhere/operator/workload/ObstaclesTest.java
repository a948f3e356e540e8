package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.operator.workload.CredentialSource.OfNodeAgent;
import dev.rolesanywhere.operator.workload.CredentialSource.OfSidecar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses as kubelets and schedulers write them; a mesh's init container is before the sidecar. */
class ObstaclesTest {
    private static final String SCHEDULED =
            "{type: PodScheduled, status: 'True', lastTransitionTime: '2026-01-02T03:00:10Z'}";
    private static final Instant CREATED = Instant.parse("2026-01-02T03:00:00Z");
    private static final String RUNS = "{running: {startedAt: '2026-01-02T03:00:30Z'}}";
    private static final String MESH_STARTED = "{name: mesh, started: true, state: %s}".formatted(RUNS);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        {waiting: {reason: ErrImagePull, message: 'not found'}}                     | ImagePullFailed          | ErrImagePull, not found
        {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image x'}}  | ImagePullFailed          | ImagePullBackOff, Back-off pulling image x
        {waiting: {reason: InvalidImageName, message: 'invalid reference format'}}  | ImagePullFailed          | InvalidImageName
        {waiting: {reason: ErrImageNeverPull}}                                      | ImagePullFailed          | ErrImageNeverPull
        {waiting: {reason: ErrImagePull, message: 'no match for platform in manifest'}} | WrongArchitecture    | no match for platform
        {waiting: {reason: RunContainerError, message: 'exec /app: exec format error'}} | WrongArchitecture    | exec format error
        {waiting: {reason: CreateContainerConfigError, message: 'secret "a" not found'}} | ContainerConfigError | CreateContainerConfigError, secret "a" not found
        {waiting: {reason: CreateContainerError}}                                   | ContainerConfigError     | CreateContainerError
        {waiting: {reason: CrashLoopBackOff, message: 'back-off 5m0s'}}             | ContainerCrashes         | CrashLoopBackOff
        {waiting: {reason: PodInitializing}}                                        | ContainerCreatingTooLong | PodInitializing
        {waiting: {reason: NewerReason, message: 'of a newer kubelet'}}             | ContainerCreatingTooLong | NewerReason, of a newer kubelet
        {}                                                                          | ContainerCreatingTooLong | container aws-credentials
        """)
    void the_kubelets_reason_is_the_cause_and_is_quoted(String state, String cause, String said) {
        Obstacle obstacle = of(MESH_STARTED, sidecar(state, "{}")).orElseThrow();

        assertThat(obstacle.state().name()).isEqualTo(cause);
        assertThat(obstacle.said()).startsWith("container aws-credentials: ").contains(said);
        assertThat(obstacle.since()).isEqualTo("2026-01-02T03:00:10Z");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        reason: OOMKilled, exitCode: 137                                              | ContainerCrashes  | last end: OOMKilled, exit code 137
        reason: Error, exitCode: 1, message: "the program's own words"                | ContainerCrashes  | last end: Error, exit code 1
        reason: StartError, exitCode: 128, message: 'no such file or directory'       | ContainerCrashes  | last end: StartError, no such file or directory, exit code 128
        reason: Error, exitCode: 255, message: 'exec /sidecar: exec format error'     | WrongArchitecture | last end: Error, exit code 255
        """)
    void a_crash_loop_shows_the_last_exit_and_never_quotes_the_program(String end, String cause, String said) {
        Obstacle obstacle = of(
                        MESH_STARTED,
                        sidecar(
                                "{waiting: {reason: CrashLoopBackOff}}",
                                "{terminated: {%s, finishedAt: '2026-01-02T04:00:00Z'}}".formatted(end)))
                .orElseThrow();

        assertThat(obstacle.state().name()).isEqualTo(cause);
        assertThat(obstacle.said()).endsWith("CrashLoopBackOff, " + said);
        assertThat(obstacle.since()).isEqualTo("2026-01-02T04:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {name: mesh, state: {running: {startedAt: '2026-01-02T03:00:30Z'}}}      | InitTooLong      | container mesh runs
        {name: mesh, state: {waiting: {reason: ErrImagePull}}}                   | ImagePullFailed  | container mesh: ErrImagePull
        """)
    void an_init_container_before_the_sidecar_is_an_obstacle(String mesh, String cause, String said) {
        Obstacle obstacle =
                of(mesh, sidecar("{waiting: {reason: PodInitializing}}", "{}")).orElseThrow();

        assertThat(obstacle.state().name()).isEqualTo(cause);
        assertThat(obstacle.said()).startsWith(said);
    }

    @Test
    void an_init_container_that_ended_well_is_past() {
        String ended = "{name: mesh, state: {terminated: {exitCode: 0, reason: Completed}}}";

        assertThat(of(ended, sidecar("{waiting: {reason: ErrImagePull}}", "{}"))
                        .orElseThrow()
                        .said())
                .contains("aws-credentials");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {running: {startedAt: '2026-01-02T03:00:30Z'}}
        {terminated: {exitCode: 143, reason: Error}}
        """)
    void a_sidecar_that_runs_or_has_just_ended_meets_no_obstacle(String state) {
        assertThat(of(MESH_STARTED, sidecar(state, "{}"))).isEmpty();
    }

    @Test
    void a_container_after_the_sidecar_is_not_an_obstacle() {
        assertThat(of(
                        MESH_STARTED,
                        "{name: aws-credentials, started: true, state: %s}".formatted(RUNS),
                        "{name: migrate, state: {waiting: {reason: ErrImagePull}}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        {waiting: {reason: ErrImagePull, message: 'not found'}} | ImagePullFailed
        {running: {startedAt: '2026-01-02T03:00:30Z'}}          | -
        {terminated: {exitCode: 0, reason: Completed}}          | -
        """)
    void a_container_that_waits_for_the_agent_is_blocked_like_a_sidecar(String state, @Nullable String cause) {
        String waiting = "{name: aws-credentials-wait, state: %s}".formatted(state);

        assertThat(ofWaiting(true, MESH_STARTED, waiting).map(Obstacle::state).map(Enum::name))
                .isEqualTo(Optional.ofNullable(cause));
    }

    /** The kubelet writes "started: true" for each container that runs, as Kubernetes 1.35.4 does. */
    @Test
    void an_init_container_that_does_not_end_is_an_obstacle() {
        Pod pod = pod(SCHEDULED, MESH_STARTED, "{name: aws-credentials, state: {waiting: {reason: PodInitializing}}}");
        pod.getSpec().getInitContainers().getFirst().setRestartPolicy(null);

        assertThat(Obstacles.of(pod, new OfSidecar(), CREATED))
                .contains(new Obstacle(
                        PodHealth.State.InitTooLong, "container mesh runs", Instant.parse("2026-01-02T03:00:30Z")));
    }

    /** Its first request brings credentials, whenever that is. */
    @Test
    void a_pod_that_does_not_wait_is_held_up_by_the_scheduler_alone() {
        assertThat(ofWaiting(false, "{name: mesh, state: {waiting: {reason: ErrImagePull}}}"))
                .isEmpty();
    }

    @Test
    void a_pod_without_a_node_shows_the_schedulers_message() {
        Pod pod = pod(
                "{type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/1 nodes are available', lastTransitionTime: '2026-01-02T03:00:01Z'}");

        assertThat(Obstacles.of(pod, new OfSidecar(), CREATED))
                .contains(new Obstacle(
                        PodHealth.State.PodNotScheduled,
                        "Unschedulable, 0/1 nodes are available",
                        Instant.parse("2026-01-02T03:00:01Z")));
    }

    @Test
    void quoted_text_is_one_line_of_bounded_length() {
        String said = of(
                        MESH_STARTED,
                        sidecar(
                                "{waiting: {reason: ErrImagePull, message: \"a\\n\\u202eb%s\"}}"
                                        .formatted("x".repeat(5000)),
                                "{}"))
                .orElseThrow()
                .said();

        assertThat(said).hasSizeLessThan(500).contains("ErrImagePull, a bx");
    }

    @Test
    void the_cause_of_a_failed_pull_stays_during_the_back_off() {
        Obstacle failed = of(MESH_STARTED, sidecar("{waiting: {reason: ErrImagePull, message: 'not found'}}", "{}"))
                .orElseThrow();
        Obstacle waits = of(MESH_STARTED, sidecar("{waiting: {reason: ImagePullBackOff}}", "{}"))
                .orElseThrow();
        Obstacle again = of(MESH_STARTED, sidecar("{waiting: {reason: ErrImagePull, message: 'unauthorized'}}", "{}"))
                .orElseThrow();

        assertThat(waits.after(failed)).isEqualTo(failed);
        assertThat(again.after(failed)).isEqualTo(again);
    }

    private static String sidecar(String state, String lastState) {
        return "{name: aws-credentials, started: false, state: %s, lastState: %s}".formatted(state, lastState);
    }

    private static Optional<Obstacle> of(String... initContainers) {
        return Obstacles.of(pod(SCHEDULED, initContainers), new OfSidecar(), CREATED);
    }

    private static Optional<Obstacle> ofWaiting(boolean waits, String... initContainers) {
        Pod pod = pod(SCHEDULED, initContainers);
        pod.getSpec().getInitContainers().get(1).setName("aws-credentials-wait");
        return Obstacles.of(pod, new OfNodeAgent(waits, "one"), CREATED);
    }

    private static Pod pod(String condition, String... initContainers) {
        return Serialization.unmarshal("""
                spec:
                  initContainers: [{name: mesh, restartPolicy: Always}, {name: aws-credentials, restartPolicy: Always}, {name: migrate}]
                status:
                  conditions: [%s]
                  initContainerStatuses: [%s]
                """.formatted(condition, String.join(", ", initContainers)), Pod.class);
    }
}
