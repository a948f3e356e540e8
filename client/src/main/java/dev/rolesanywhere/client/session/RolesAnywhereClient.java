package dev.rolesanywhere.client.session;

import dev.rolesanywhere.client.json.JsonException;
import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.signing.RequestSigner;
import dev.rolesanywhere.client.signing.SignedRequest;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.HttpRequest;
import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.Transport;
import dev.rolesanywhere.client.transport.TransportException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CreateSession, once per call: when to try again is the caller's to decide. */
public final class RolesAnywhereClient {
    private static final String PATH = "/sessions";

    private final URI endpoint;
    private final String region;
    private final Transport transport;
    private final Clock clock;

    /** @param endpoint scheme and authority, as {@link dev.rolesanywhere.client.endpoint.Endpoint} gives it */
    public RolesAnywhereClient(URI endpoint, String region, Transport transport, Clock clock) {
        this.endpoint = endpoint;
        this.region = region;
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * @throws RefusedException where AWS refused, answered something else than credentials, or could not be asked
     * @throws GeneralSecurityException where the key cannot sign
     */
    public Session createSession(SigningIdentity identity, SessionRequest request)
            throws RefusedException, GeneralSecurityException {
        byte[] body = body(request).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        headers.put("host", endpoint.getRawAuthority());
        headers.put("content-type", "application/json");
        SignedRequest signed = RequestSigner.sign(identity, region, PATH, headers, body, clock.instant());
        HttpResponse response = send(new HttpRequest(endpoint.resolve(PATH), signed.headers(), body));
        if (response.status() / 100 != 2) {
            throw refused(response);
        }
        try {
            return session(response);
        } catch (JsonException | DateTimeException e) {
            throw new RefusedException(
                    AwsRefusal.RefusedUnknown,
                    response.status(),
                    "AWS's answer has no credentials: " + e.getMessage(),
                    response.header("x-amzn-requestid"),
                    null,
                    e);
        }
    }

    private HttpResponse send(HttpRequest request) throws RefusedException {
        try {
            return transport.send(request);
        } catch (TransportException e) {
            AwsRefusal refusal =
                    switch (e.reason()) {
                        case PROXY_REFUSED -> AwsRefusal.ProxyRefused;
                        case TLS_UNTRUSTED -> AwsRefusal.TLSUntrusted;
                        case UNREACHABLE -> AwsRefusal.EndpointUnreachable;
                    };
            throw new RefusedException(refusal, 0, String.valueOf(e.getMessage()), null, null, e);
        }
    }

    private static String body(SessionRequest request) {
        JsonWriter body = new JsonWriter()
                .beginObject()
                .member("durationSeconds", request.durationSeconds())
                .member("profileArn", request.profileArn())
                .member("roleArn", request.roleArn())
                .member("roleSessionName", request.roleSessionName())
                .member("trustAnchorArn", request.trustAnchorArn());
        if (!request.instanceProperties().isEmpty()) {
            body.beginObject("instanceProperties");
            for (Map.Entry<String, String> property :
                    request.instanceProperties().entrySet()) {
                body.member(property.getKey(), property.getValue());
            }
            body.endObject();
        }
        return body.endObject().toString();
    }

    private static Session session(HttpResponse response) throws JsonException {
        List<JsonObject> sets = JsonObject.parse(response.text()).objects("credentialSet");
        if (sets.isEmpty()) {
            throw new JsonException("credentialSet is empty");
        }
        JsonObject set = sets.getFirst();
        JsonObject credentials = set.optionalObject("credentials");
        if (credentials == null) {
            throw new JsonException("member credentials is missing");
        }
        JsonObject user = set.optionalObject("assumedRoleUser");
        String arn = user == null ? null : user.optionalString("arn");
        return new Session(
                new Credentials(
                        credentials.string("accessKeyId"),
                        credentials.string("secretAccessKey"),
                        credentials.string("sessionToken"),
                        Instant.parse(credentials.string("expiration"))),
                arn == null ? "" : arn,
                set.optionalString("sourceIdentity"),
                response.header("x-amzn-requestid"));
    }

    private static RefusedException refused(HttpResponse response) {
        String code = response.header("x-amzn-errortype");
        String message = null;
        try {
            JsonObject error = JsonObject.parse(response.text());
            message = error.optionalString(error.has("message") ? "message" : "Message");
            if (code == null) {
                code = error.optionalString(error.has("code") ? "code" : "__type");
            }
        } catch (JsonException e) {
            message = "no explanation that could be read";
        }
        String plainCode = plain(code == null ? "" : code);
        String text = message == null ? "no message" : message;
        return new RefusedException(
                AwsRefusal.of(response.status(), plainCode, text),
                response.status(),
                response.status() + " " + plainCode + ": " + text,
                response.header("x-amzn-requestid"),
                seconds(response.header("retry-after")),
                null);
    }

    /** {@code prefix#Code:suffix} is {@code Code}. */
    private static String plain(String code) {
        int end = code.indexOf(':');
        String front = end < 0 ? code : code.substring(0, end);
        return front.substring(front.indexOf('#') + 1);
    }

    private static @Nullable Long seconds(@Nullable String retryAfter) {
        if (retryAfter == null || retryAfter.isEmpty() || retryAfter.length() > 6) {
            return null;
        }
        for (int i = 0; i < retryAfter.length(); i++) {
            if (retryAfter.charAt(i) < '0' || retryAfter.charAt(i) > '9') {
                return null;
            }
        }
        return Long.valueOf(retryAfter);
    }
}
