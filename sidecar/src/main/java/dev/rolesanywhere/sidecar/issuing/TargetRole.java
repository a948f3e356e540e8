package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.session.AssumeRoleRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The role that the session of an {@link IssuedRole} assumes.
 *
 * @param sessionName name of the session at STS
 * @param durationSeconds 900 to 3600, AWS's limit for chained roles
 * @param externalId required by the target's trust policy; null without one
 * @param sessionPolicy JSON that restricts the session; null for all permissions of the role
 * @param transitive whether the tags persist into sessions of further roles
 */
public record TargetRole(
        String roleArn,
        String sessionName,
        int durationSeconds,
        @Nullable String externalId,
        @Nullable String sessionPolicy,
        Map<String, String> tags,
        boolean transitive) {
    public TargetRole {
        tags = Map.copyOf(tags);
    }

    static TargetRole read(JsonObject json) throws MalformedJsonException {
        Long duration = json.integer("durationSeconds");
        JsonObject tags = json.object("tags");
        return new TargetRole(
                json.requiredString("roleARN"),
                json.requiredString("roleSessionName"),
                (int) Math.clamp(
                        duration == null ? AssumeRoleRequest.MAX_DURATION_SECONDS : duration,
                        AssumeRoleRequest.MIN_DURATION_SECONDS,
                        AssumeRoleRequest.MAX_DURATION_SECONDS),
                json.string("externalId"),
                json.string("sessionPolicy"),
                tags == null ? Map.of() : tags.strings(),
                json.bool("transitiveTags", false));
    }

    /** Without the external ID and the policy. */
    @Override
    public String toString() {
        return "TargetRole[" + roleArn + "]";
    }
}
