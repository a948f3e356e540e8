package dev.rolesanywhere.crds.naming;

/** A name that Kubernetes does not allow. The message names the kind of object and the allowed form. */
public final class InvalidNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidNameException(String message) {
        super(message);
    }
}
