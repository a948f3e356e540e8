package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is served at one moment.
 *
 * @param defaultToken the token of the default path
 * @param defaultRole whose credentials the default path has; null where no role is the default, or none is known yet
 * @param profiles by their names
 * @param roles the same and those that have no profile, by the names of their AWSRoles
 * @param notStartedBecause why {@code /started} is not fine yet; null where it is
 */
public record Served(
        String defaultToken,
        @Nullable String defaultRole,
        Map<String, Profile> profiles,
        Map<String, Profile> roles,
        @Nullable String notStartedBecause) {
    /** Credentials with less left than this are not handed out: they might expire on the way. */
    public static final Duration MIN_LEFT = Duration.ofSeconds(60);

    public Served {
        profiles = Map.copyOf(profiles);
        roles = Map.copyOf(roles);
    }

    /** Where each role's profile has its name. */
    public Served(
            String defaultToken,
            @Nullable String defaultRole,
            Map<String, Profile> profiles,
            @Nullable String notStartedBecause) {
        this(defaultToken, defaultRole, profiles, profiles, notStartedBecause);
    }

    /**
     * What one of the paths has: of the default role, of a profile by its name, or of a role by the name of its AWSRole, where a container
     * that was given a role gets that one or none. Null where there is nothing at the path.
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
        return profile == null ? "no role is this pod's default" : "no valid credentials yet";
    }

    /** The same with another reason why the containers may not start. */
    public Served notStarted(String why) {
        return new Served(defaultToken, defaultRole, profiles, roles, why);
    }

    /** Whether credentials may still be handed out. */
    public static boolean isServed(Credentials credentials, Instant now) {
        return !credentials.expiration().isBefore(now.plus(MIN_LEFT));
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return "Served" + profiles.keySet();
    }

    /**
     * What one role has.
     *
     * @param problem why there are no newer credentials, for the error; null where all is well
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
