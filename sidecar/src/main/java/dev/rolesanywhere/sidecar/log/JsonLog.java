package dev.rolesanywhere.sidecar.log;

import dev.rolesanywhere.client.json.JsonWriter;
import java.io.PrintStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The sidecar's log, in the same schema as operator and webhook (docs/reference.md). Callers pass reasons and messages, never a token,
 * key or credential.
 */
public final class JsonLog {
    private static final String SIDECAR = "dev.rolesanywhere.sidecar";

    /** Unicode's control, format and unassigned characters, and its separators of lines and paragraphs. */
    private static final String NOT_OF_A_LINE = "[\\p{C}\\p{Zl}\\p{Zp}]";

    private final PrintStream out;
    private final Clock clock;
    private final LogSettings settings;
    private final String logger;
    private final @Nullable String pod;

    public JsonLog(PrintStream out, Clock clock) {
        this(out, clock, LogSettings.ORDINARY);
    }

    public JsonLog(PrintStream out, Clock clock, LogSettings settings) {
        this(out, clock, settings, SIDECAR, null);
    }

    /**
     * @param logger name of the component
     * @param pod of each line; null if the process serves one pod
     */
    public JsonLog(PrintStream out, Clock clock, LogSettings settings, String logger, @Nullable String pod) {
        this.out = out;
        this.clock = clock;
        this.settings = settings;
        this.logger = logger;
        this.pod = pod;
    }

    /** The same log for one of the process's pods. */
    public JsonLog about(String other) {
        return new JsonLog(out, clock, settings, logger, other);
    }

    public void info(String event, @Nullable String role, String message) {
        if (!settings.problemsOnly()) {
            print("INFO", message, event, role, null);
        }
    }

    /** @param action what to do; null if the message says so */
    public void warn(String reason, @Nullable String role, String message, @Nullable String action) {
        print("WARN", message, reason, role, action);
    }

    private void print(String level, String message, String reason, @Nullable String role, @Nullable String action) {
        JsonWriter context = new JsonWriter()
                .member("reason", reason)
                .member("pod", pod)
                .member("role", role)
                .member("action", action);
        String now = clock.instant().toString();
        if (settings.text()) {
            // A message may quote external text, which must not start a new line or reverse the text direction.
            out.println("%s %-4s %s %s".formatted(now, level, message.replaceAll(NOT_OF_A_LINE, " "), context));
        } else {
            out.println(new JsonWriter()
                    .member("timestamp", now)
                    .member("level", level)
                    .member("logger", logger)
                    .member("message", message)
                    .member("context", context));
        }
    }
}
