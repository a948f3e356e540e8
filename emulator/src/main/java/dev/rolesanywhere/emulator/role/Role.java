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
 * An IAM role, as far as giving out its sessions goes.
 *
 * @param uniqueId what precedes the session name in an assumed role's id, {@code AROA…}
 * @param document the trust policy as it was given
 * @param permissions the identity-based policy that decides about the management calls of the role's sessions
 * @param sessionLife what its sessions last, whatever was asked for: a test's way to see renewals, which AWS does not have
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
