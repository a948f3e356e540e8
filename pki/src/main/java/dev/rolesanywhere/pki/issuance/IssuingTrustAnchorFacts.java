package dev.rolesanywhere.pki.issuance;

import dev.rolesanywhere.pki.certificate.Validity;
import org.jspecify.annotations.Nullable;

/**
 * The facts of an AWSTrustAnchor for a request.
 *
 * @param authority when its certificate authority is valid; absent if no authority can sign
 * @param notReadyMessage why no authority can sign, from its condition
 */
public record IssuingTrustAnchorFacts(
        String trustDomain,
        @Nullable Validity authority,
        @Nullable String notReadyMessage) {}
