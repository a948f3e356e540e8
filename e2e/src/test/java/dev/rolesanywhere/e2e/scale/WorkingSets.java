package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;

/** Memory and CPU of the containers of operator and webhook, as their cgroups count them, and their restarts. */
final class WorkingSets {
    /** Version 2 or 1 of cgroups; without either the resident memory of the process. CPU in milliseconds. */
    private static final String READ = """
            pid=$(ctr tasks ls | awk -v id=%s '$1 == id {print $2}')
            [ -n "$pid" ] || { echo - - -; exit; }
            two=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/$pid/cgroup)
            one=/sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' /proc/$pid/cgroup)
            cpu=$(awk '{print ($14 + $15) * 10}' /proc/$pid/stat)
            if [ -f $two/memory.current ]; then
              echo $(($(cat $two/memory.current) - $(awk '$1 == "inactive_file" {print $2}' $two/memory.stat))) $cpu cgroup
            elif [ -f $one/memory.usage_in_bytes ]; then
              echo $(($(cat $one/memory.usage_in_bytes) - $(awk '$1 == "total_inactive_file" {print $2}' $one/memory.stat))) $cpu cgroup
            else
              echo $(($(awk '$1 == "VmRSS:" {print $2}' /proc/$pid/status) * 1024)) $cpu resident
            fi""";

    private static final long MIB = 1024 * 1024;

    private final Cluster cluster;

    WorkingSets(Cluster cluster) {
        this.cluster = cluster;
    }

    List<String> now() {
        return cluster.client().pods().inNamespace(Installation.NAMESPACE).list().getItems().stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(this::describe)
                .toList();
    }

    private String describe(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(status -> {
                    String id = String.valueOf(status.getContainerID()).replace("containerd://", "");
                    String[] found =
                            cluster.run("sh", "-c", READ.formatted(id)).strip().split(" ");
                    String memory = found[0].equals("-") ? "-" : Long.toString(Long.parseLong(found[0]) / MIB);
                    return "%-60s %5s MiB (%s), %s ms of CPU, %d restarts%s"
                            .formatted(
                                    pod.getMetadata().getName(),
                                    memory,
                                    found[2],
                                    found[1],
                                    status.getRestartCount(),
                                    "true".equals(pod.getMetadata().getLabels().get("rolesanywhere.dev/active"))
                                            ? ", active"
                                            : "");
                })
                .findFirst()
                .orElse(pod.getMetadata().getName() + " has no container yet");
    }
}
