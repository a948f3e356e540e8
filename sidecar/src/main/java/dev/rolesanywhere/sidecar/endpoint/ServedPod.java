package dev.rolesanywhere.sidecar.endpoint;

/** The served data of one pod, replaced as a whole: the refresher writes it, the listeners' threads read it. */
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

    /** Records that a client of the pod requested credentials, even if it got none. */
    public void asked() {
        if (!asked) {
            asked = true;
        }
    }

    /** Whether any client has requested credentials since this process started. */
    public boolean wasAsked() {
        return asked;
    }

    public Metrics metrics() {
        return metrics;
    }
}
