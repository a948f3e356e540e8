package dev.rolesanywhere.sidecar;

import dev.rolesanywhere.client.json.JsonWriter;
import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** One JSON line per transition. Never a credential, a token or a key. */
public final class Log {
    private final PrintStream out;
    private final Clock clock;

    public Log(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** @param reason a constant; {@code message} is for people */
    public void say(String level, String reason, String role, String message) {
        String line = new JsonWriter()
                .beginObject()
                .member("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .member("level", level)
                .member("reason", reason)
                .member("role", role.isEmpty() ? null : role)
                .member("message", message)
                .endObject()
                .toString();
        synchronized (out) {
            out.println(line);
        }
    }
}
