package dev.rolesanywhere.sidecar.log;

import dev.rolesanywhere.client.json.JsonWriter;
import java.io.PrintStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The sidecar's log, in the schema that operator and webhook have as well (docs/reference.md). Callers pass reasons and messages, never a token, key or credential. */
public final class JsonLog {
    private static final String LOGGER = "dev.rolesanywhere.sidecar";

    private final PrintStream out;
    private final Clock clock;

    public JsonLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    public void info(String event, @Nullable String role, String message) {
        print("INFO", message, context(event, role));
    }

    /** @param action what to do about it; null where the message says so */
    public void warn(String reason, @Nullable String role, String message, @Nullable String action) {
        print("WARN", message, context(reason, role).member("action", action));
    }

    private static JsonWriter context(String reason, @Nullable String role) {
        return new JsonWriter().member("reason", reason).member("role", role);
    }

    private void print(String level, String message, JsonWriter context) {
        out.println(new JsonWriter()
                .member("timestamp", clock.instant().toString())
                .member("level", level)
                .member("logger", LOGGER)
                .member("message", message)
                .member("context", context));
    }
}
