package dev.rolesanywhere.pki.leaf;

/** An identity that fits neither a certificate nor a session tag; the message says what to shorten. */
public final class IdentityTooLongException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    IdentityTooLongException(String message) {
        super(message);
    }
}
