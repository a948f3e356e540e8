package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.session.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is served at one moment.
 *
 * @param defaultToken the token of the default path
 * @param defaultProfile null where no role is the default, or none is known yet
 * @param notStartedBecause why {@code /started} is not fine yet; null where it is
 */
public record Served(
        String defaultToken,
        @Nullable String defaultProfile,
        Map<String, Profile> profiles,
        @Nullable String notStartedBecause) {
    /** Credentials with less left than this are not handed out: they might expire on the way. */
    public static final Duration MIN_LEFT = Duration.ofSeconds(60);

    public Served {
        profiles = Map.copyOf(profiles);
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
     * One profile.
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
