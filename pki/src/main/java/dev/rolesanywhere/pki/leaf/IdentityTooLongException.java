package dev.rolesanywhere.pki.leaf;

/** An identity is too long for a certificate or a session tag; the message says what to shorten. */
public final class IdentityTooLongException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    IdentityTooLongException(String message) {
        super(message);
    }
}
