package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.transport.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The issuer returned no certificates. The message gives the reason and the correction. */
public final class IssuingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** There was no usable answer. */
    public static final String UNREACHABLE = "IssuerUnreachable";

    static final String TOKEN_UNREADABLE = "TokenUnreadable";
    private static final String SIDECAR_FAULT = "SidecarFault";
    private static final int FORBIDDEN = 403;

    /** The sidecar's own reasons. The others are the operator's. */
    public static final List<String> OWN_REASONS = List.of(UNREACHABLE, TOKEN_UNREADABLE, SIDECAR_FAULT);

    private final String reason;
    private final @Nullable Duration retryAfter;
    private final boolean denied;

    IssuingException(String reason, String message, @Nullable Duration retryAfter, boolean denied) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.denied = denied;
    }

    IssuingException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = null;
        this.denied = false;
    }

    /** The exception itself, or an unexpected error of the sidecar. */
    public static IssuingException of(Throwable e) {
        return e instanceof IssuingException known ? known : new IssuingException(SIDECAR_FAULT, String.valueOf(e), e);
    }

    /** An answer with an error status. */
    public static IssuingException of(HttpResponse response) {
        String reason = "HTTP" + response.status();
        String message = "the issuer answered " + response.status();
        boolean itsOwnWords = false;
        try {
            JsonObject json = JsonReader.readObject(response.body());
            reason = json.requiredString("reason");
            message = json.requiredString("message");
            itsOwnWords = true;
        } catch (MalformedJsonException e) {
            // The body is not the issuer's, but for example a load balancer's. Only the status is usable.
        }
        return new IssuingException(
                reason, message, response.retryAfter(), itsOwnWords && response.status() == FORBIDDEN);
    }

    /** A constant of the issuing policy chain, one of {@link #OWN_REASONS}, or {@code HTTP} and a status. */
    public String reason() {
        return reason;
    }

    /** Whether the operator itself has refused the pod, instead of being unreachable. */
    public boolean denied() {
        return denied;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
