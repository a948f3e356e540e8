package dev.rolesanywhere.sidecar.refresh;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How the refreshing goes, for probes and metrics. */
public final class Progress {
    private final AtomicLong renewed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong certificateEnd = new AtomicLong();
    private volatile boolean answered;
    private volatile String last = "no certificate was asked for yet";

    public boolean answered() {
        return answered;
    }

    /** What happened last, for people. */
    public String last() {
        return last;
    }

    void answered(Instant notAfter) {
        answered = true;
        certificateEnd.set(notAfter.getEpochSecond());
    }

    void answeredWithoutRoles() {
        answered = true;
    }

    void renewed(String message) {
        renewed.incrementAndGet();
        last = message;
    }

    void refused(String message) {
        refused.incrementAndGet();
        last = message;
    }

    public void metrics(StringBuilder out) {
        out.append("# TYPE rolesanywhere_refreshes_total counter\nrolesanywhere_refreshes_total{result=\"renewed\"} ")
                .append(renewed.get())
                .append("\nrolesanywhere_refreshes_total{result=\"refused\"} ")
                .append(refused.get())
                .append("\n# TYPE rolesanywhere_certificate_expiration_timestamp_seconds gauge\n")
                .append("rolesanywhere_certificate_expiration_timestamp_seconds ")
                .append(certificateEnd.get())
                .append('\n');
    }
}
