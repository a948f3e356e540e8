package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.sidecar.volume.CredentialStore;
import dev.rolesanywhere.sidecar.volume.CredentialVolume;
import dev.rolesanywhere.sidecar.volume.HeldCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the loopback endpoint answers. Only GET, only to loopback names (DNS rebinding), only with the path's token. */
final class CredentialAnswers implements Answers {
    private final CredentialStore store;
    private final CredentialVolume volume;
    private final Clock clock;

    CredentialAnswers(CredentialStore store, CredentialVolume volume, Clock clock) {
        this.store = store;
        this.volume = volume;
        this.clock = clock;
    }

    @Override
    public Answer to(RequestHead request) {
        if (!loopback(request.headers().get("host"))) {
            return Answer.error(403, "HostNotLoopback", "the Host header must be 127.0.0.1, localhost or [::1]");
        }
        if (!request.method().equals("GET")) {
            return Answer.error(405, "MethodNotAllowed", "only GET is answered");
        }
        String profile = profile(request.path());
        if (profile == null) {
            return Answer.error(
                    404,
                    "NotFound",
                    "the path is " + Sidecar.CREDENTIALS_PATH + " or " + Sidecar.CREDENTIALS_PATH + "/<profile>");
        }
        HeldCredentials held = store.find(profile);
        if (!profile.isEmpty() && held == null) {
            return Answer.error(404, "NoSuchProfile", "no role of this pod has this profile");
        }
        if (!authorized(profile, request.headers().get("authorization"))) {
            return Answer.error(
                    401,
                    "Unauthorized",
                    "the Authorization header must hold the token of this path, as AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE gives it");
        }
        if (held == null || !held.usableAt(clock.instant())) {
            return Answer.error(
                    503,
                    "NoCredentials",
                    "there are no valid credentials now; the log of container " + Sidecar.CONTAINER + " says why");
        }
        return new Answer(200, "application/json", json(held.credentials()));
    }

    private boolean authorized(String profile, @Nullable String given) {
        if (given == null) {
            return false;
        }
        String token = given.startsWith("Bearer ") ? given.substring(7) : given;
        try {
            return MessageDigest.isEqual(
                    token.getBytes(StandardCharsets.UTF_8),
                    volume.token(profile).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable String profile(String path) {
        if (path.equals(Sidecar.CREDENTIALS_PATH)) {
            return "";
        }
        String prefix = Sidecar.CREDENTIALS_PATH + "/";
        return path.startsWith(prefix) && path.length() > prefix.length() && path.indexOf('/', prefix.length()) < 0
                ? path.substring(prefix.length())
                : null;
    }

    private static boolean loopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host;
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            name = host.substring(0, colon);
        }
        return name.equals("127.0.0.1") || name.equals("localhost") || name.equals("[::1]");
    }

    private static String json(Credentials credentials) {
        return new JsonWriter()
                .beginObject()
                .member("AccessKeyId", credentials.accessKeyId())
                .member("SecretAccessKey", credentials.secretAccessKey())
                .member("Token", credentials.sessionToken())
                .member(
                        "Expiration",
                        credentials.expiration().truncatedTo(ChronoUnit.SECONDS).toString())
                .endObject()
                .toString();
    }
}
