package dev.rolesanywhere.sidecar.endpoint;

/** What one pod's clients get, replaced as a whole: the refresher writes it, the listeners' threads read it. */
public final class ServedPod {
    private final Metrics metrics;
    private volatile Served served;

    public ServedPod(Served first, Metrics metrics) {
        this.served = first;
        this.metrics = metrics;
    }

    public void serve(Served next) {
        served = next;
        metrics.forgetAllBut(next.profiles().keySet());
    }

    public Served served() {
        return served;
    }

    public Metrics metrics() {
        return metrics;
    }
}
