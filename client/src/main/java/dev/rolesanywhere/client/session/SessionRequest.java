package dev.rolesanywhere.client.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What CreateSession is asked for. ARNs may be aliases.
 *
 * @param durationSeconds 900 to 43200; unset: what the profile gives
 * @param roleSessionName 2 to 64 of {@code [\w+=,.@-]}; only where the profile accepts it
 * @param instanceProperties at most 50, keys and values 1 to 200 characters; AWS keeps them with the subject
 * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html">CreateSession</a>
 */
public record SessionRequest(
        String trustAnchorArn,
        String profileArn,
        String roleArn,
        @Nullable Long durationSeconds,
        @Nullable String roleSessionName,
        Map<String, String> instanceProperties) {
    public SessionRequest {
        instanceProperties = Map.copyOf(instanceProperties);
        if (durationSeconds != null && (durationSeconds < 900 || durationSeconds > 43200)) {
            throw new IllegalArgumentException("durationSeconds must be between 900 and 43200, not " + durationSeconds);
        }
        if (instanceProperties.size() > 50) {
            throw new IllegalArgumentException("at most 50 instanceProperties, not " + instanceProperties.size());
        }
    }
}
