package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.MalformedJsonException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A role that the issuer does not serve, with the reason.
 *
 * @param isDefault whether it would be the pod's default
 * @param names set if the issuer needs a request with these names for this role
 * @param retryAfter when to send the next request; set if the role is served, and only its time slot is too far away
 */
public record RefusedRole(
        String role,
        boolean isDefault,
        String reason,
        String message,
        @Nullable Duration retryAfter,
        @Nullable Names names) {
    /** AWS's longest session. */
    private static final long MAX_RETRY_AFTER_SECONDS = 43200;

    /** The reason for an invalid entry in the issuer's answer. */
    public static final String UNREADABLE = "AnswerUnreadable";

    static RefusedRole unreadable(String role, boolean isDefault, String why) {
        return new RefusedRole(
                role, isDefault, UNREADABLE, "the operator's answer for this role cannot be used: " + why, null, null);
    }

    static RefusedRole read(JsonObject json) throws MalformedJsonException {
        return new RefusedRole(
                json.requiredString("role"),
                json.bool("default", false),
                json.requiredString("reason"),
                json.requiredString("message"),
                retryAfter(json),
                names(json));
    }

    private static @Nullable Names names(JsonObject json) throws MalformedJsonException {
        String subject = json.string("subject");
        String alternativeNames = json.string("subjectAlternativeNames");
        if (subject == null || alternativeNames == null) {
            return null;
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return new Names(base64.decode(subject), base64.decode(alternativeNames));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("a subject is not base64");
        }
    }

    private static @Nullable Duration retryAfter(JsonObject json) throws MalformedJsonException {
        Long seconds = json.integer("retryAfterSeconds");
        return seconds == null ? null : Duration.ofSeconds(Math.clamp(seconds, 0, MAX_RETRY_AFTER_SECONDS));
    }

    /** Whether the refusal is the sidecar's own, and not the issuer's. */
    public boolean isUnreadable() {
        return reason.equals(UNREADABLE);
    }

    /**
     * The sender's names in a request.
     *
     * @param subject DER of a Name
     * @param alternativeNames DER of GeneralNames
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by isSame
    public record Names(byte[] subject, byte[] alternativeNames) {
        boolean isSame(@Nullable Names other) {
            return other != null
                    && Arrays.equals(subject, other.subject)
                    && Arrays.equals(alternativeNames, other.alternativeNames);
        }
    }
}
