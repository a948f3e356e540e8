package dev.rolesanywhere.emulator.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.policy.IdentityPolicy;
import dev.rolesanywhere.emulator.protocol.Json;

/**
 * An IAM user with an access key.
 *
 * @param document the original identity-based policy
 */
record User(Arn arn, String accessKeyId, String secretAccessKey, JsonNode document, IdentityPolicy policy) {
    /** Without the secret access key. */
    ObjectNode json() {
        return Json.object()
                .put("arn", arn.toString())
                .put("accessKeyId", accessKeyId)
                .set("policy", document);
    }

    @Override
    public String toString() {
        return arn.toString();
    }
}
