package dev.rolesanywhere.sidecar.endpoint;

/** What Prometheus would read of a pod, for tests of other packages. */
public final class Scrape {
    private Scrape() {}

    public static String of(ServedPod pod) {
        return pod.metrics().text(pod.served());
    }
}
