package dev.rolesanywhere.sidecar.endpoint;

/** What one pod's clients get, replaced as a whole: the refresher writes it, the listeners' threads read it. */
public final class ServedPod {
    private final Metrics metrics;
    private volatile Served served;
    private volatile boolean asked;

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

    /** A client of the pod has asked for credentials, whether or not it got them. */
    public void asked() {
        if (!asked) {
            asked = true;
        }
    }

    /** Whether any client has asked since this process began. */
    public boolean wasAsked() {
        return asked;
    }

    public Metrics metrics() {
        return metrics;
    }
}
