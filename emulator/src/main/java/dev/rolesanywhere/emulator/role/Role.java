package dev.rolesanywhere.emulator.role;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.policy.TrustPolicy;
import dev.rolesanywhere.emulator.protocol.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * An IAM role, with the parts that its sessions need.
 *
 * @param uniqueId the part before the session name in an assumed role's ID, {@code AROA…}
 * @param document the unchanged trust policy
 * @param permissions the identity-based policy that decides about the management calls of the role's sessions
 * @param sessionLife a fixed lifetime of its sessions, with which tests see renewals; AWS does not have it
 */
public record Role(
        Arn arn,
        String uniqueId,
        JsonNode document,
        TrustPolicy trustPolicy,
        IdentityPolicy permissions,
        Duration maxSessionDuration,
        Optional<Duration> sessionLife) {
    JsonNode json() {
        ObjectNode json = Json.object()
                .put("arn", arn.toString())
                .put("roleId", uniqueId)
                .put("maxSessionDuration", maxSessionDuration.toSeconds())
                .set("trustPolicy", document);
        sessionLife.ifPresent(life -> json.put("sessionSeconds", life.toSeconds()));
        return json;
    }
}
