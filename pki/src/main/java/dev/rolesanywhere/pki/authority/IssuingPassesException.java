package dev.rolesanywhere.pki.authority;

/** A leaf could not be issued at this moment. The authority itself may be healthy: the next request may succeed. */
public final class IssuingPassesException extends IssuingFailedException {
    private static final long serialVersionUID = 1;

    public IssuingPassesException(String message) {
        super(message, null);
    }
}
