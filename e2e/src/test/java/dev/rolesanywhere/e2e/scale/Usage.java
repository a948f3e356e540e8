package dev.rolesanywhere.e2e.scale;

/**
 * The resource usage of one container of operator or webhook.
 *
 * @param mebibytes the working set of the container; only of its process if the node shows no cgroup
 * @param cpuMillis since its process started
 * @param ageMillis of its process
 */
record Usage(
        String pod,
        Part part,
        long mebibytes,
        boolean cgroup,
        long cpuMillis,
        long ageMillis,
        int restarts,
        boolean active) {
    enum Part {
        OPERATOR,
        WEBHOOK
    }

    @Override
    public String toString() {
        return "%-60s %5d MiB (%s), %d ms of CPU, %d restarts%s"
                .formatted(
                        pod, mebibytes, cgroup ? "cgroup" : "resident", cpuMillis, restarts, active ? ", active" : "");
    }
}
