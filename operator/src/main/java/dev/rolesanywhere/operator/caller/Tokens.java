package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.PresentedToken;

/** Verifies bearer tokens with the API server. */
public interface Tokens {
    /**
     * @param audience that the token must have
     * @throws RuntimeException if the API server could not be reached; the caller then rejects the request
     */
    PresentedToken review(String token, String audience);
}
