package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides which credentials a request gets. A pure function, in the format of the SDKs' container credentials provider. */
final class CredentialPolicy {
    /** All HTTP statuses of the answers. */
    static final List<Integer> STATUSES = List.of(200, 400, 401, 403, 404, 405, 503);

    /** At any other path. */
    private static final Answer NOT_FOUND = Answer.error(
            404,
            "NotFound",
            "credentials are available only at " + Sidecar.CREDENTIALS_PATH + "/<profile> of the pod's roles");

    private CredentialPolicy() {}

    static Answer answer(RequestHead request, Served served, Instant now) {
        String host = request.header("host");
        if (host == null) {
            return Answer.error(400, "BadRequest", "the Host header is missing");
        }
        // Prevents DNS rebinding: a browser that an attacker's host name leads to our port sends that name.
        if (!isLoopback(host)) {
            return Answer.error(403, "Forbidden", "the Host header must be 127.0.0.1, [::1] or localhost");
        }
        if (!request.method().equals("GET")) {
            return Answer.error(405, "MethodNotAllowed", "only GET is supported");
        }
        if (request.path().equals(Sidecar.CREDENTIALS_PATH)) {
            return authorized(
                    request, served.defaultToken(), served.at(request.path()), served.notStartedBecause(), now);
        }
        Served.Profile named = served.at(request.path());
        return named == null ? NOT_FOUND : authorized(request, named.token(), named, null, now);
    }

    private static Answer authorized(
            RequestHead request, String token, Served.@Nullable Profile profile, @Nullable String why, Instant now) {
        String authorization = request.header("authorization");
        if (authorization == null) {
            return Answer.error(401, "Unauthorized", "the Authorization header with the token is missing");
        }
        String given = authorization.startsWith("Bearer ") ? authorization.substring(7) : authorization;
        if (token.isEmpty()
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
            return Answer.error(403, "Forbidden", "the token does not match this path");
        }
        Credentials credentials = profile == null ? null : profile.credentials();
        if (credentials == null || !Served.isServed(credentials, now)) {
            return Answer.error(503, "CredentialsUnavailable", Served.problem(profile, why));
        }
        return Answer.of(credentials, credentials.expiration());
    }

    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf(']')) {
            for (int i = colon + 1; i < name.length(); i++) {
                if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                    return false;
                }
            }
            name = name.substring(0, colon);
        }
        return name.equals("127.0.0.1") || name.equals("localhost") || name.equals("[::1]");
    }
}
