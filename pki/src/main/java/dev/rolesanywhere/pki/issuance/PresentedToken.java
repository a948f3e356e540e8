package dev.rolesanywhere.pki.issuance;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The API server's TokenReview of the caller's token, without the token itself.
 *
 * @param audiences the audiences of the token, among those of the TokenReview
 * @param podName absent if the token is not bound to a pod, like {@code podUid}
 * @param issuedAt when it was issued; absent if unknown
 * @param expiry absent if unknown; the API server has checked it then
 * @param node of the token's pod; absent if the token does not contain it
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
