package dev.rolesanywhere.sidecar.log;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.Map;

/**
 * How the log looks. The webhook checks the values; one that this version does not know is a newer webhook's, and changes nothing.
 *
 * @param problemsOnly whether what went well is left out
 * @param text whether lines are for people, and not JSON
 */
public record LogSettings(boolean problemsOnly, boolean text) {
    static final LogSettings ORDINARY = new LogSettings(false, false);

    public static LogSettings of(Map<String, String> environment) {
        return new LogSettings(
                "WARN".equals(environment.get(Sidecar.ENV_LOG_LEVEL)),
                "Text".equals(environment.get(Sidecar.ENV_LOG_FORMAT)));
    }
}
