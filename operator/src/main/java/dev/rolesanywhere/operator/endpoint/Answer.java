package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.pki.issuance.IssuingReason;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a caller.
 *
 * @param body written as JSON; absent with 204
 * @param retryAfterSeconds set with 429 and 503
 */
record Answer(int status, @Nullable Object body, @Nullable Integer retryAfterSeconds) {
    static final int OK = 200;
    static final int NO_CONTENT = 204;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int TOO_MANY = 429;
    static final int SERVER_ERROR = 500;
    static final int UNAVAILABLE = 503;

    record Refusal(IssuingReason reason, String message) {}

    static Answer ok(Object body) {
        return new Answer(OK, body, null);
    }

    static Answer noContent() {
        return new Answer(NO_CONTENT, null, null);
    }

    static Answer refused(int status, IssuingReason reason, String message) {
        return new Answer(status, new Refusal(reason, message), null);
    }

    static Answer later(int status, IssuingReason reason, String message, int seconds) {
        return new Answer(status, new Refusal(reason, message), seconds);
    }
}
