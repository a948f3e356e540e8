package dev.rolesanywhere.crds.naming;

/** A name that Kubernetes does not allow. The message says of what, and what to write instead. */
public final class InvalidNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidNameException(String message) {
        super(message);
    }
}
