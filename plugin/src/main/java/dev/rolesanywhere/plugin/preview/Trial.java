package dev.rolesanywhere.plugin.preview;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The API server's answer to a dry-run pod. */
sealed interface Trial {
    /**
     * @param pod the resulting pod
     * @param warnings of all admission plugins
     */
    record Admitted(JsonNode pod, List<String> warnings) implements Trial {}

    /** @param message of the API server, or of the webhook or policy that it names */
    record Rejected(String message) implements Trial {}
}
