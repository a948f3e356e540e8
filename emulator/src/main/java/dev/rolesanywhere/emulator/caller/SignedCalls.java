package dev.rolesanywhere.emulator.caller;

import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.session.Session;
import dev.rolesanywhere.emulator.session.Sessions;
import dev.rolesanywhere.emulator.signature.Authorization;
import dev.rolesanywhere.emulator.signature.SecretKeySignature;
import dev.rolesanywhere.emulator.signature.SigningTime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Finds the session that signed a call: refuses like AWS, or records the call for the session. */
public final class SignedCalls {
    /** STS's own window. */
    private static final Duration CLOCK_WINDOW = Duration.ofMinutes(15);

    private final Sessions sessions;
    private final Clock clock;

    public SignedCalls(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The session whose keys signed the request. */
    public Session caller(Request request, String service) {
        Session session = authenticated(request, service, clock.instant());
        sessions.used(session, request.header("user-agent").orElse("-"), service);
        return session;
    }

    /** Refuses a request that was not signed now with a user's secret access key. */
    public void verify(Request request, String service, String secretAccessKey) {
        Authorization authorization = Authorization.of(request);
        verifyTime(request, authorization, clock.instant());
        verify(request, service, authorization, secretAccessKey, List.of("host", "x-amz-date"));
    }

    private Session authenticated(Request request, String service, Instant now) {
        Authorization authorization = Authorization.of(request);
        Session session = sessions.byAccessKeyId(authorization.principal())
                .filter(each -> equal(
                        each.keys().sessionToken(),
                        request.header("x-amz-security-token").orElse("")))
                .orElseThrow(() -> Refusal.of(
                        ErrorType.INVALID_CLIENT_TOKEN_ID, "The security token included in the request is invalid."));
        verifyTime(request, authorization, now);
        verify(
                request,
                service,
                authorization,
                session.keys().secretAccessKey(),
                List.of("host", "x-amz-date", "x-amz-security-token"));
        if (!now.isBefore(session.expiresAt())) {
            throw Refusal.of(ErrorType.EXPIRED_TOKEN, "The security token included in the request is expired");
        }
        return session;
    }

    private static void verifyTime(Request request, Authorization authorization, Instant now) {
        SigningTime.problem(request, authorization, now, CLOCK_WINDOW).ifPresent(problem -> {
            throw Refusal.of(ErrorType.SIGNATURE_DOES_NOT_MATCH, problem);
        });
    }

    private static void verify(
            Request request,
            String service,
            Authorization authorization,
            String secretAccessKey,
            List<String> signedHeaders) {
        if (!authorization.scope().service().equals(service)) {
            throw Refusal.of(
                    ErrorType.SIGNATURE_DOES_NOT_MATCH,
                    "Credential should be scoped to correct service: '" + service + "'.");
        }
        if (!authorization.signedHeaders().containsAll(signedHeaders)
                || !authorization.algorithm().equals("AWS4-HMAC-SHA256")
                || !SecretKeySignature.verifies(request, authorization, secretAccessKey)) {
            throw Refusal.of(
                    ErrorType.SIGNATURE_DOES_NOT_MATCH,
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
        }
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
