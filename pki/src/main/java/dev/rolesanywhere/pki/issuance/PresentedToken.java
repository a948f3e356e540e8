package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The API server's TokenReview of the caller's token. It does not hold the token itself.
 *
 * @param audiences the audiences of the token, among those of the TokenReview
 * @param podName absent where the token is not bound to a pod, as {@code podUid}
 * @param issuedAt when it was made; absent where it is not known
 * @param expiry absent where it is not known; the API server has checked it then
 * @param node the name of the node that the token's pod runs on; absent where the token does not say so
 */
public record PresentedToken(
        boolean authenticated,
        Set<String> audiences,
        String namespace,
        String serviceAccount,
        String serviceAccountUid,
        @Nullable String podName,
        @Nullable String podUid,
        @Nullable Instant issuedAt,
        @Nullable Instant expiry,
        @Nullable String node) {

    public PresentedToken {
        audiences = Set.copyOf(audiences);
    }

    /** A token that names no node. */
    public PresentedToken(
            boolean authenticated,
            Set<String> audiences,
            String namespace,
            String serviceAccount,
            String serviceAccountUid,
            @Nullable String podName,
            @Nullable String podUid,
            @Nullable Instant issuedAt,
            @Nullable Instant expiry) {
        this(
                authenticated,
                audiences,
                namespace,
                serviceAccount,
                serviceAccountUid,
                podName,
                podUid,
                issuedAt,
                expiry,
                null);
    }

    /** A token that the API server rejected; it identifies no caller. */
    public static PresentedToken unauthenticated() {
        return new PresentedToken(false, Set.of(), "", "", "", null, null, null, null);
    }
}
