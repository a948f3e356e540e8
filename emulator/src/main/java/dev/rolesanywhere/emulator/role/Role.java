package dev.rolesanywhere.emulator.role;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.trustpolicy.TrustPolicy;
import java.time.Duration;

/**
 * An IAM role, as far as giving out its sessions goes.
 *
 * @param uniqueId what precedes the session name in an assumed role's id, {@code AROA…}
 * @param document the trust policy as it was given
 */
public record Role(Arn arn, String uniqueId, JsonNode document, TrustPolicy trustPolicy, Duration maxSessionDuration) {
    JsonNode json() {
        return Json.object()
                .put("arn", arn.toString())
                .put("roleId", uniqueId)
                .put("maxSessionDuration", maxSessionDuration.toSeconds())
                .set("trustPolicy", document);
    }
}
