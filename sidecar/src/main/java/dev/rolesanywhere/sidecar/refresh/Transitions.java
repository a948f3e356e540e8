package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.log.JsonLog;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs changes: each problem once, and its end, but not each of a thousand attempts in between. */
final class Transitions {
    private final JsonLog log;
    private final Map<String, String> problems = new HashMap<>();

    Transitions(JsonLog log) {
        this.log = log;
    }

    /**
     * @param subject with the problem: {@code issuer} or a role
     * @return whether the problem is new
     */
    boolean problem(String subject, String reason, @Nullable String role, String message, @Nullable String action) {
        boolean isNew = !reason.equals(problems.put(subject, reason));
        if (isNew) {
            log.warn(reason, role, message, action);
        }
        return isNew;
    }

    /** Logs the end of the problem, if there was one. */
    void fine(String subject, String event, String message) {
        if (problems.remove(subject) != null) {
            log.info(event, null, message);
        }
    }

    /** Forgets a problem whose end another message reports. */
    void over(String subject) {
        problems.remove(subject);
    }
}
