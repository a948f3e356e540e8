package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.client.transport.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The issuer gave no certificates. The message says why and what to do. */
public final class IssuingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** No answer that can be used. */
    public static final String UNREACHABLE = "IssuerUnreachable";

    static final String TOKEN_UNREADABLE = "TokenUnreadable";
    private static final String SIDECAR_FAULT = "SidecarFault";
    private static final int FORBIDDEN = 403;

    /** The reasons that the sidecar itself gives; the others are the operator's. */
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

    /** The exception itself, or what nobody foresaw, on our side. */
    public static IssuingException of(Throwable e) {
        return e instanceof IssuingException known ? known : new IssuingException(SIDECAR_FAULT, String.valueOf(e), e);
    }

    /** An answer that is no success. */
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
            // Not the issuer's own words: a load balancer's, say. The status is all there is.
        }
        return new IssuingException(
                reason, message, response.retryAfter(), itsOwnWords && response.status() == FORBIDDEN);
    }

    /** A constant of the issuing policy chain, one of {@link #OWN_REASONS}, or {@code HTTP} and a status. */
    public String reason() {
        return reason;
    }

    /** Whether the operator itself said that this pod gets no certificate, rather than gave no answer. */
    public boolean denied() {
        return denied;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
