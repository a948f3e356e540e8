package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The endpoint's tokens: 256 random bits, kept over a restart because SDKs may have read them already. */
final class Tokens {
    private static final int BYTES = 32;

    private final SecureRandom random;
    private final CredentialsVolume volume;

    Tokens(SecureRandom random, CredentialsVolume volume) {
        this.random = random;
        this.volume = volume;
    }

    String ofDefault() throws IOException {
        String existing = usable(volume.readDefaultToken());
        if (existing != null) {
            return existing;
        }
        String token = make();
        volume.writeDefaultToken(token);
        return token;
    }

    String of(String profile) throws IOException {
        String existing = usable(volume.readToken(profile));
        if (existing != null) {
            return existing;
        }
        String token = make();
        volume.writeToken(profile, token);
        return token;
    }

    private static @Nullable String usable(@Nullable String token) {
        return token != null && token.length() >= BYTES ? token : null;
    }

    private String make() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
