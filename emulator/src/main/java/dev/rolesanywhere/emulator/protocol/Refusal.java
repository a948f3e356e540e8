package dev.rolesanywhere.emulator.protocol;

/**
 * A refused request. {@link #getMessage()} is AWS's message, which often does not help; {@link #reason()} is the
 * emulator's finding, for its log and for the {@code X-Emulator-Reason} header. Neither contains a secret.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String reason;

    private Refusal(int status, String code, String message, String reason) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.reason = reason;
    }

    /** A refusal of any kind, known to AWS or not. */
    public static Refusal of(int status, String code, String message, String reason) {
        return new Refusal(status, code, message, reason);
    }

    public static Refusal of(ErrorType type, String message) {
        return of(type, message, message);
    }

    public static Refusal of(ErrorType type, String message, String reason) {
        return new Refusal(type.status(), type.code(), message, reason);
    }

    public static Refusal invalid(String message) {
        return of(ErrorType.VALIDATION, message);
    }

    public static Refusal notFound(String message) {
        return of(ErrorType.RESOURCE_NOT_FOUND, message);
    }

    public static Refusal denied(String message, String reason) {
        return of(ErrorType.ACCESS_DENIED, message, reason);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** AWS's error code. */
    public String code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
