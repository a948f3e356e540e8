package dev.rolesanywhere.operator.caller;

import dev.rolesanywhere.pki.issuance.PresentedToken;

/** Who a bearer token belongs to, as the API server says. */
public interface Tokens {
    /**
     * @param audience that the token must be for
     * @throws RuntimeException if the API server could not be asked; that is no answer, and nobody is let in
     */
    PresentedToken review(String token, String audience);
}
