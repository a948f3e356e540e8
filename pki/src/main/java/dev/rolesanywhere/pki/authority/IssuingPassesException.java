package dev.rolesanywhere.pki.authority;

/** A leaf could not be had at this moment, which says nothing of the authority: the next request may find it otherwise. */
public final class IssuingPassesException extends IssuingFailedException {
    private static final long serialVersionUID = 1;

    public IssuingPassesException(String message) {
        super(message, null);
    }
}
