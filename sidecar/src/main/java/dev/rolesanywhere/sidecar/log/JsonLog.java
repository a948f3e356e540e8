package dev.rolesanywhere.sidecar.log;

import dev.rolesanywhere.client.json.JsonWriter;
import java.io.PrintStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The sidecar's log, in the schema that operator and webhook have as well (docs/reference.md). Callers pass reasons and messages, never a token, key or credential. */
public final class JsonLog {
    private static final String LOGGER = "dev.rolesanywhere.sidecar";

    /** Unicode's control, format and unassigned characters, and its separators of lines and paragraphs. */
    private static final String NOT_OF_A_LINE = "[\\p{C}\\p{Zl}\\p{Zp}]";

    private final PrintStream out;
    private final Clock clock;
    private final LogSettings settings;

    public JsonLog(PrintStream out, Clock clock) {
        this(out, clock, LogSettings.ORDINARY);
    }

    public JsonLog(PrintStream out, Clock clock, LogSettings settings) {
        this.out = out;
        this.clock = clock;
        this.settings = settings;
    }

    public void info(String event, @Nullable String role, String message) {
        if (!settings.problemsOnly()) {
            print("INFO", message, event, role, null);
        }
    }

    /** @param action what to do about it; null where the message says so */
    public void warn(String reason, @Nullable String role, String message, @Nullable String action) {
        print("WARN", message, reason, role, action);
    }

    private void print(String level, String message, String reason, @Nullable String role, @Nullable String action) {
        JsonWriter context =
                new JsonWriter().member("reason", reason).member("role", role).member("action", action);
        String now = clock.instant().toString();
        if (settings.text()) {
            // A message may quote others, who must neither begin a line of ours nor turn the direction of its text.
            out.println("%s %-4s %s %s".formatted(now, level, message.replaceAll(NOT_OF_A_LINE, " "), context));
        } else {
            out.println(new JsonWriter()
                    .member("timestamp", now)
                    .member("level", level)
                    .member("logger", LOGGER)
                    .member("message", message)
                    .member("context", context));
        }
    }
}
