package dev.rolesanywhere.sidecar.log;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.Map;

/**
 * The log settings. The webhook checks the values; an unknown value comes from a newer webhook and is ignored.
 *
 * @param problemsOnly whether successes are not logged
 * @param text whether lines are plain text instead of JSON
 */
public record LogSettings(boolean problemsOnly, boolean text) {
    static final LogSettings ORDINARY = new LogSettings(false, false);

    public static LogSettings of(Map<String, String> environment) {
        return new LogSettings(
                "WARN".equals(environment.get(Sidecar.ENV_LOG_LEVEL)),
                "Text".equals(environment.get(Sidecar.ENV_LOG_FORMAT)));
    }
}
