package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the served credentials.
 *
 * @param defaultToken the token of the default path
 * @param defaultRole role of the default path; null without a default role or before it is known
 * @param profiles by profile name
 * @param roles all roles, including those without a profile, by the names of their AWSRoles
 * @param notStartedBecause why {@code /started} does not succeed yet; null if it does
 */
public record Served(
        String defaultToken,
        @Nullable String defaultRole,
        Map<String, Profile> profiles,
        Map<String, Profile> roles,
        @Nullable String notStartedBecause) {
    /** Credentials with less time left are not served, because they might expire in transit. */
    public static final Duration MIN_LEFT = Duration.ofSeconds(60);

    public Served {
        profiles = Map.copyOf(profiles);
        roles = Map.copyOf(roles);
    }

    /** For roles whose profile has the role's name. */
    public Served(
            String defaultToken,
            @Nullable String defaultRole,
            Map<String, Profile> profiles,
            @Nullable String notStartedBecause) {
        this(defaultToken, defaultRole, profiles, profiles, notStartedBecause);
    }

    /**
     * The role of a path: the default role, a role by its profile's name, or a role by its AWSRole's name. A container with an
     * assigned role gets only that role. Null if the path does not exist.
     */
    public @Nullable Profile at(String path) {
        String rolePrefix = Sidecar.ROLE_CREDENTIALS_PATH + "/";
        String prefix = Sidecar.CREDENTIALS_PATH + "/";
        if (path.equals(Sidecar.CREDENTIALS_PATH)) {
            return defaultRole == null ? null : roles.get(defaultRole);
        } else if (path.startsWith(rolePrefix)) {
            return roles.get(path.substring(rolePrefix.length()));
        }
        return path.startsWith(prefix) ? profiles.get(path.substring(prefix.length())) : null;
    }

    /** Why there are no credentials. */
    public static String problem(@Nullable Profile profile, @Nullable String why) {
        if (profile != null && profile.problem() != null) {
            return profile.problem();
        } else if (why != null) {
            return why;
        }
        return profile == null ? "this pod has no default role" : "no valid credentials are available yet";
    }

    /** A copy with another reason why the containers must wait. */
    public Served notStarted(String why) {
        return new Served(defaultToken, defaultRole, profiles, roles, why);
    }

    /** Whether credentials may still be served. */
    public static boolean isServed(Credentials credentials, Instant now) {
        return !credentials.expiration().isBefore(now.plus(MIN_LEFT));
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return "Served" + profiles.keySet();
    }

    /**
     * The served state of one role.
     *
     * @param problem why there are no newer credentials, for the error message; null without a problem
     */
    public record Profile(
            String token,
            @Nullable Credentials credentials,
            @Nullable String problem) {
        @Override
        public String toString() {
            return "Profile[" + credentials + "]";
        }
    }
}
