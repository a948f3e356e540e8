package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.issuance.Held;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/certificates}.
 *
 * @param csr base64 of the DER PKCS#10
 * @param sidecar version of the caller; nothing depends on it
 * @param held the roles that it holds credentials for; absent where it does not say
 */
record CertificatesRequest(
        @Nullable String csr,
        @Nullable String sidecar,
        @Nullable List<@Nullable Item> held) {
    /** No session lives longer. */
    private static final long MOST_SECONDS = 43_200;

    /** A pod has no more roles than that. */
    private static final int MOST = 256;

    record Item(
            @Nullable String role,
            @Nullable Long leftSeconds,
            @Nullable Boolean due) {}

    /** What can be understood of it: without the rest, the pod counts as one that starts. */
    Map<String, Held> heldByRole() {
        Map<String, Held> byRole = new HashMap<>();
        if (held != null) {
            held.stream().limit(MOST).forEach(item -> {
                if (item != null && item.role() != null && item.leftSeconds() != null) {
                    Duration left = Duration.ofSeconds(Math.clamp(item.leftSeconds(), 0, MOST_SECONDS));
                    byRole.put(item.role(), new Held(left, !Boolean.FALSE.equals(item.due())));
                }
            });
        }
        return byRole;
    }
}
