package dev.rolesanywhere.client.session;

import dev.rolesanywhere.client.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@code POST /sessions}. Source: Roles Anywhere user guide, "CreateSession".
 *
 * @param trustAnchorArn canonical or by alias
 * @param profileArn canonical or by alias
 * @param durationSeconds 900 to 43200; null for the profile's duration. AWS uses the smaller of profile and request
 * @param roleSessionName 2 to 64 of {@code [\w+=,.@-]}; only if the profile accepts it
 * @param instanceProperties at most 50, names and values of 1 to 200 characters
 */
public record CreateSessionRequest(
        String trustAnchorArn,
        String profileArn,
        String roleArn,
        @Nullable Integer durationSeconds,
        @Nullable String roleSessionName,
        Map<String, String> instanceProperties) {
    public static final int MIN_DURATION_SECONDS = 900;
    public static final int MAX_DURATION_SECONDS = 43200;

    public CreateSessionRequest {
        instanceProperties = Map.copyOf(instanceProperties);
        if (durationSeconds != null
                && (durationSeconds < MIN_DURATION_SECONDS || durationSeconds > MAX_DURATION_SECONDS)) {
            throw new IllegalArgumentException("a session lasts 900 to 43200 seconds, not " + durationSeconds
                    + ". Write a duration between 15m and 12h");
        }
        if (roleSessionName != null && !isSessionName(roleSessionName)) {
            throw new IllegalArgumentException(
                    "'" + roleSessionName + "' is not a session name. Write 2 to 64 letters, digits or any of _+=,.@-");
        }
        if (instanceProperties.size() > 50) {
            throw new IllegalArgumentException("at most 50 instance properties are accepted");
        }
    }

    public CreateSessionRequest(String trustAnchorArn, String profileArn, String roleArn, @Nullable Integer duration) {
        this(trustAnchorArn, profileArn, roleArn, duration, null, Map.of());
    }

    /** Everything in the body: AWS flags requests that put it into the query. */
    String json() {
        JsonWriter json = new JsonWriter()
                .member("durationSeconds", durationSeconds)
                .member("profileArn", profileArn)
                .member("roleArn", roleArn)
                .member("roleSessionName", roleSessionName)
                .member("trustAnchorArn", trustAnchorArn);
        return (instanceProperties.isEmpty() ? json : json.member("instanceProperties", instanceProperties)).toString();
    }

    private static boolean isSessionName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && "_+=,.@-".indexOf(c) < 0) {
                return false;
            }
        }
        return name.length() >= 2 && name.length() <= 64;
    }
}
