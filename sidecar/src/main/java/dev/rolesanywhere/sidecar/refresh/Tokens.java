package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
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

    String ofDefault() {
        return keptOrNew(volume.readDefaultToken());
    }

    String of(String role) {
        return keptOrNew(volume.readRoleToken(role));
    }

    private String keptOrNew(@Nullable String kept) {
        if (kept != null && isUsable(kept)) {
            return kept;
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A damaged token might be guessed, or SDKs might reject it as a header. */
    private static boolean isUsable(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && c != '-' && c != '_') {
                return false;
            }
        }
        return token.length() == (BYTES * 4 + 2) / 3;
    }
}
