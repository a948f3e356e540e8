package dev.rolesanywhere.client.session;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request for STS's AssumeRole. Source: STS API reference, "AssumeRole".
 *
 * @param roleSessionName 2 to 64 of {@code [\w+=,.@-]}
 * @param durationSeconds 900 to 3600: AWS grants no longer session if the caller is itself a role's session
 * @param externalId that the target role's trust policy may require
 * @param policy JSON that restricts the session; null for all permissions of the role
 * @param tags session tags
 * @param transitive whether the tags persist into sessions of further roles
 */
public record AssumeRoleRequest(
        String roleArn,
        String roleSessionName,
        int durationSeconds,
        @Nullable String externalId,
        @Nullable String policy,
        Map<String, String> tags,
        boolean transitive) {
    public static final int MIN_DURATION_SECONDS = 900;
    public static final int MAX_DURATION_SECONDS = 3600;

    public AssumeRoleRequest {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        if (durationSeconds < MIN_DURATION_SECONDS || durationSeconds > MAX_DURATION_SECONDS) {
            throw new IllegalArgumentException("a session of a target role lasts 900 to 3600 seconds, not "
                    + durationSeconds + ". Write a duration between 15m and 1h");
        }
    }

    /** The body of a POST, in STS's query protocol. */
    String form() {
        FormWriter form = new FormWriter()
                .field("Action", "AssumeRole")
                .field("Version", "2011-06-15")
                .field("RoleArn", roleArn)
                .field("RoleSessionName", roleSessionName)
                .field("DurationSeconds", Integer.toString(durationSeconds))
                .field("ExternalId", externalId)
                .field("Policy", policy);
        int number = 0;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            number++;
            form.field("Tags.member." + number + ".Key", tag.getKey())
                    .field("Tags.member." + number + ".Value", tag.getValue());
            if (transitive) {
                form.field("TransitiveTagKeys.member." + number, tag.getKey());
            }
        }
        return form.toString();
    }
}
