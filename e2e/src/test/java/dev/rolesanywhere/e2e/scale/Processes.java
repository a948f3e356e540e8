package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scale.Usage.Part;
import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The resource usage of the containers of operator and webhook, from the node's cgroups and {@code /proc}. */
final class Processes {
    /**
     * Reads cgroups of version 2 or 1. If the node has neither, reads the resident memory of the process. CPU and age
     * are in milliseconds.
     */
    private static final String READ = """
            pid=$(ctr tasks ls | awk -v id=%s '$1 == id {print $2}')
            [ -n "$pid" ] || exit 0
            two=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/$pid/cgroup)
            one=/sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' /proc/$pid/cgroup)
            times=$(awk -v up=$(cut -d' ' -f1 /proc/uptime) '{print ($14 + $15) * 10, int((up - $22 / 100) * 1000)}' /proc/$pid/stat)
            if [ -f $two/memory.current ]; then
              echo $(($(cat $two/memory.current) - $(awk '$1 == "inactive_file" {print $2}' $two/memory.stat))) $times cgroup
            elif [ -f $one/memory.usage_in_bytes ]; then
              echo $(($(cat $one/memory.usage_in_bytes) - $(awk '$1 == "total_inactive_file" {print $2}' $one/memory.stat))) $times cgroup
            else
              echo $(($(awk '$1 == "VmRSS:" {print $2}' /proc/$pid/status) * 1024)) $times resident
            fi""";

    private static final long MIB = 1024 * 1024;

    private final Cluster cluster;

    Processes(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The running containers, the active operator first. */
    List<Usage> now() {
        return pods().stream()
                .map(this::usage)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Usage::part)
                        .thenComparing(usage -> !usage.active())
                        .thenComparing(Usage::pod))
                .toList();
    }

    List<Pod> pods() {
        return cluster.client()
                .pods()
                .inNamespace(Installation.NAMESPACE)
                .list()
                .getItems();
    }

    List<Pod> pods(Part part) {
        return pods().stream().filter(pod -> part(pod) == part).toList();
    }

    static boolean isActive(Pod pod) {
        return "true".equals(pod.getMetadata().getLabels().get("rolesanywhere.dev/active"));
    }

    /** Empty if the container is not running. */
    Optional<Usage> usage(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getContainerID() != null)
                .findFirst()
                .flatMap(status -> read(pod, status));
    }

    private Optional<Usage> read(Pod pod, ContainerStatus status) {
        String id = status.getContainerID().replace("containerd://", "");
        String[] found = cluster.run("sh", "-c", READ.formatted(id)).strip().split(" ");
        return found.length < 4
                ? Optional.empty()
                : Optional.of(new Usage(
                        pod.getMetadata().getName(),
                        part(pod),
                        Long.parseLong(found[0]) / MIB,
                        found[3].equals("cgroup"),
                        Long.parseLong(found[1]),
                        Long.parseLong(found[2]),
                        status.getRestartCount(),
                        isActive(pod)));
    }

    private static Part part(Pod pod) {
        return pod.getMetadata().getName().startsWith(Installation.WEBHOOK) ? Part.WEBHOOK : Part.OPERATOR;
    }
}
