package dev.rolesanywhere.sidecar.endpoint;

/** The metrics of a pod as Prometheus would read them, for tests of other packages. */
public final class Scrape {
    private Scrape() {}

    public static String of(ServedPod pod) {
        return pod.metrics().text(pod.served());
    }
}
