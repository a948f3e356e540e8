package dev.rolesanywhere.e2e.fault;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Kills a pod's sidecar with SIGKILL at random moments. After more than a few kills, the kubelet delays a restart for
 * minutes.
 */
record Kills(Application application, int times, long seed) {
    private static final int LONGEST_PAUSE_MILLIS = 3000;

    /** Returns after the sidecar has restarted from the last kill. */
    void run() throws InterruptedException {
        String pod = application.pod();
        Random random = new Random(seed);
        for (int kill = 0; kill < times; kill++) {
            int before = kill;
            awaitSidecar(
                    "runs",
                    status -> status.getRestartCount() >= before
                            && status.getState().getRunning() != null);
            int pause = random.nextInt(LONGEST_PAUSE_MILLIS);
            Thread.sleep(pause);
            System.out.printf("%s: kill %d of %d, %d ms after it ran (seed %d)%n", pod, kill + 1, times, pause, seed);
            application.workload().killSidecar(pod);
        }
        awaitSidecar(
                "is back", status -> status.getRestartCount() >= times && Boolean.TRUE.equals(status.getStarted()));
    }

    private void awaitSidecar(String what, Predicate<ContainerStatus> state) {
        await(application.pod() + "'s sidecar " + what)
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> state.test(Workload.sidecar(application.workload().get(application.pod()))));
    }
}
