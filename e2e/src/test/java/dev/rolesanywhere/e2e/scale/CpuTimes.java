package dev.rolesanywhere.e2e.scale;

import com.sun.management.OperatingSystemMXBean;
import dev.rolesanywhere.e2e.cluster.Cluster;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The CPU times of the API server, of operator and webhook, and of this benchmark, in milliseconds since each started. */
final class CpuTimes {
    /** In most builds of K3s, this process is the kubelet and the controllers, too. */
    private static final String API_SERVER =
            "awk '{print ($14 + $15) * 10}' $(grep -lxE 'k3s|k3s-server|kube-apiserver' /proc/[0-9]*/comm | sed s/comm/stat/) | awk '{sum += $1} END {print sum}'";

    private final Cluster cluster;
    private final Processes processes;

    CpuTimes(Cluster cluster) {
        this.cluster = cluster;
        this.processes = new Processes(cluster);
    }

    Map<String, Long> now() {
        Map<String, Long> millis = new TreeMap<>();
        processes
                .now()
                .forEach(usage ->
                        millis.merge(usage.part().name().toLowerCase(Locale.ROOT), usage.cpuMillis(), Long::sum));
        millis.put(
                "the API server's process",
                Long.parseLong(cluster.run("sh", "-c", API_SERVER).strip()));
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        millis.put("benchmark", system.getProcessCpuTime() / 1_000_000);
        return millis;
    }
}
