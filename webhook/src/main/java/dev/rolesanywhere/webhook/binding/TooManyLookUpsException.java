package dev.rolesanywhere.webhook.binding;

/** The API server was asked too often for objects that the caches do not know. The client may try again soon. */
public final class TooManyLookUpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLookUpsException(String message) {
        super(message);
    }
}
