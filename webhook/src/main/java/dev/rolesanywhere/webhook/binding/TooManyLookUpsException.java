package dev.rolesanywhere.webhook.binding;

/** The limit of API server lookups for uncached objects is reached. The client may retry soon. */
public final class TooManyLookUpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLookUpsException(String message) {
        super(message);
    }
}
