package dev.rolesanywhere.e2e.attack;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The containers that are attacked: operator, webhook, and the sidecars of one namespace. */
final class Processes {
    private static final long KIB_PER_MIB = 1024;

    private final Cluster cluster;
    private final String customers;

    Processes(Cluster cluster, String customers) {
        this.cluster = cluster;
        this.customers = customers;
    }

    /**
     * @param ended the last end of the container, such as {@code 137 OOMKilled}; empty if it never ended
     * @param peakMib most resident memory since {@link #forgetPeaks}; -1 if it is not running
     */
    record Seen(String pod, String container, int restarts, String ended, long peakMib) {}

    List<Seen> look() {
        Map<String, Long> peaks = peaks();
        return containers()
                .map(it -> new Seen(
                        it.pod.getMetadata().getName(),
                        it.status.getName(),
                        Objects.requireNonNullElse(it.status.getRestartCount(), 0),
                        ended(it.status),
                        peaks.getOrDefault(id(it.status), -1L)))
                .toList();
    }

    boolean ready() {
        return containers().allMatch(it -> Boolean.TRUE.equals(it.status.getReady()));
    }

    /** Restarts the ended processes of operator and webhook without the kubelet's delay for frequent failures. */
    void replaceTheEnded() {
        containers()
                .filter(it -> !Boolean.TRUE.equals(it.status.getReady())
                        && !ended(it.status).isEmpty()
                        && it.pod.getMetadata().getNamespace().equals(Installation.NAMESPACE))
                .forEach(it ->
                        cluster.client().resource(it.pod).withGracePeriod(1).delete());
    }

    /** Resets the kernel's peak of resident memory. */
    void forgetPeaks() {
        Map<String, String> pids = pids();
        String reset =
                ours(pids).map(pid -> "echo 5 >/proc/" + pid + "/clear_refs").collect(Collectors.joining("; "));
        cluster.run("sh", "-c", reset + "; true");
    }

    /** How many liveness and readiness probes of operator and webhook have failed so far. Startup probes fail until a process is up. */
    long failedProbes() {
        return cluster.client().v1().events().inNamespace(Installation.NAMESPACE).list().getItems().stream()
                .filter(event -> "Unhealthy".equals(event.getReason())
                        && !event.getMessage().startsWith("Startup"))
                .mapToLong(Processes::times)
                .sum();
    }

    private static long times(Event event) {
        return Objects.requireNonNullElse(event.getCount(), 1);
    }

    private record Contained(Pod pod, ContainerStatus status) {}

    private Stream<Contained> containers() {
        return Stream.concat(
                pods(Installation.NAMESPACE).flatMap(pod -> pod.getStatus().getContainerStatuses().stream()
                        .map(status -> new Contained(pod, status))),
                pods(customers).flatMap(pod -> pod.getStatus().getInitContainerStatuses().stream()
                        .filter(status -> status.getName().equals(Sidecar.CONTAINER))
                        .map(status -> new Contained(pod, status))));
    }

    private Stream<Pod> pods(String namespace) {
        return cluster.client().pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getSpec().getNodeName() != null);
    }

    private static String ended(ContainerStatus status) {
        var last = status.getLastState() == null ? null : status.getLastState().getTerminated();
        var now = status.getState() == null ? null : status.getState().getTerminated();
        var terminated = now == null ? last : now;
        return terminated == null ? "" : terminated.getExitCode() + " " + terminated.getReason();
    }

    private static String id(ContainerStatus status) {
        return String.valueOf(status.getContainerID()).replace("containerd://", "");
    }

    private Stream<String> ours(Map<String, String> pids) {
        return containers().map(it -> pids.get(id(it.status))).filter(Objects::nonNull);
    }

    /** MiB by container ID. */
    private Map<String, Long> peaks() {
        Map<String, String> pids = pids();
        String read = ours(pids)
                .map(pid -> "echo " + pid + " $(grep VmHWM /proc/" + pid + "/status)")
                .collect(Collectors.joining("; "));
        Map<String, Long> byPid = new HashMap<>();
        for (String line : cluster.run("sh", "-c", read + "; true").split("\n")) {
            String[] words = line.split("\\s+");
            if (words.length >= 3) {
                byPid.put(words[0], Long.parseLong(words[2]) / KIB_PER_MIB);
            }
        }
        Map<String, Long> byId = new HashMap<>();
        pids.forEach((id, pid) -> byId.put(id, byPid.getOrDefault(pid, -1L)));
        return byId;
    }

    /** The first process of each container, which is ours: the images have no shell. */
    private Map<String, String> pids() {
        Map<String, String> pids = new HashMap<>();
        List<String> lines =
                new ArrayList<>(cluster.run("ctr", "tasks", "ls").lines().toList());
        lines.stream()
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length >= 2)
                .forEach(words -> pids.put(words[0], words[1]));
        return pids;
    }
}
