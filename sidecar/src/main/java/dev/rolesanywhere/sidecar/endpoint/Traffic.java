package dev.rolesanywhere.sidecar.endpoint;

import java.util.concurrent.atomic.AtomicLong;

/** Requests for credentials, by what they were answered. */
public final class Traffic {
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    void count(int status) {
        (status < 400 ? served : status < 500 ? refused : failed).incrementAndGet();
    }

    void metrics(StringBuilder out) {
        out.append("# TYPE rolesanywhere_credential_requests_total counter\n");
        line(out, "served", served);
        line(out, "refused", refused);
        line(out, "failed", failed);
    }

    private static void line(StringBuilder out, String result, AtomicLong count) {
        out.append("rolesanywhere_credential_requests_total{result=\"")
                .append(result)
                .append("\"} ")
                .append(count.get())
                .append('\n');
    }
}
