package dev.rolesanywhere.plugin.preview;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the API server answered to a pod that it was sent as a dry run. */
sealed interface Trial {
    /**
     * @param pod as it would be
     * @param warnings of all admission
     */
    record Admitted(JsonNode pod, List<String> warnings) implements Trial {}

    /** @param message of the API server, or of the webhook or policy that it names */
    record Rejected(String message) implements Trial {}
}
