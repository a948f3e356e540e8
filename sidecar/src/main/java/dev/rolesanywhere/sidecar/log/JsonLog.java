package dev.rolesanywhere.sidecar.log;

import dev.rolesanywhere.client.json.JsonWriter;
import java.io.PrintStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The sidecar's log. Callers pass reasons and messages, never a token, key or credential. */
public final class JsonLog {
    private final PrintStream out;
    private final Clock clock;

    public JsonLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    public void info(String event, @Nullable String role, String message) {
        out.println(line("info", event, role, message));
    }

    /** @param action what to do about it; null where the message says so */
    public void warn(String reason, @Nullable String role, String message, @Nullable String action) {
        out.println(line("warn", reason, role, message).member("action", action));
    }

    private JsonWriter line(String level, String reason, @Nullable String role, String message) {
        return new JsonWriter()
                .member("time", clock.instant().toString())
                .member("level", level)
                .member("reason", reason)
                .member("role", role)
                .member("message", message);
    }
}
