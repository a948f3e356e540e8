package dev.rolesanywhere.pki.issuance;

import dev.rolesanywhere.pki.certificate.Validity;
import org.jspecify.annotations.Nullable;

/**
 * What an AWSTrustAnchor says about a request.
 *
 * @param authority when its certificate authority is valid; absent if there is none to sign with
 * @param notReadyMessage why there is none, as its condition says it
 */
public record IssuingTrustAnchorFacts(
        String trustDomain,
        @Nullable Validity authority,
        @Nullable String notReadyMessage) {}
