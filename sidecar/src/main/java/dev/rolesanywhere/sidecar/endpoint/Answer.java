package dev.rolesanywhere.sidecar.endpoint;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request.
 *
 * @param retryAfter seconds; null if absent
 */
public record Answer(
        int status,
        String contentType,
        String body,
        @Nullable Long retryAfter) {
    public static Answer json(String body) {
        return new Answer(200, "application/json", body, null);
    }

    public static Answer text(int status, String body) {
        return new Answer(status, "text/plain; version=0.0.4; charset=utf-8", body + "\n", null);
    }

    /** The error format of the SDKs. */
    public static Answer error(int status, String code, String message) {
        return new Answer(
                status,
                "application/json",
                new JsonWriter().member("code", code).member("message", message).toString(),
                null);
    }

    /** The same, with Retry-After. */
    public Answer retryAfter(Duration time) {
        return new Answer(status, contentType, body, Math.max(1, time.toSeconds()));
    }

    /** In the format of the SDKs' container credentials provider. */
    public static Answer of(Credentials credentials, Instant expiration) {
        return json(new JsonWriter()
                .member("AccessKeyId", credentials.accessKeyId())
                .member("SecretAccessKey", credentials.secretAccessKey())
                .member("Token", credentials.sessionToken())
                .member("Expiration", CredentialsVolume.wholeSeconds(expiration))
                .member("AccountId", credentials.accountId())
                .toString());
    }

    /** The whole HTTP response. */
    byte[] bytes() {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + (status == 200 ? "OK" : "Refused")
                + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + content.length
                + (retryAfter == null ? "" : "\r\nRetry-After: " + retryAfter)
                + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        byte[] all = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + content.length);
        System.arraycopy(content, 0, all, head.length(), content.length);
        return all;
    }

    /** Without the body, which may hold credentials. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
