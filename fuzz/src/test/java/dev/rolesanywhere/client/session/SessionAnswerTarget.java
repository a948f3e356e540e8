package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.HttpResponseTarget;
import dev.rolesanywhere.fuzz.Target;
import java.io.IOException;
import java.time.Instant;

/** Answers to CreateSession, from the status line on: a complete session, or a refusal with its reason. */
public final class SessionAnswerTarget {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SESSION = """
            {"credentialSet":[{"credentials":{"accessKeyId":"ASIA","secretAccessKey":"secret","sessionToken":"token",\
            "expiration":"2026-01-02T04:04:05Z"},"assumedRoleUser":{"arn":"arn:aws:sts::1:assumed-role/a/b"},\
            "sourceIdentity":"CN=a@b"}],"subjectArn":"arn:aws:rolesanywhere:eu-west-1:1:subject/1"}""";

    private SessionAnswerTarget() {}

    public static Target target() {
        return Target.of(
                "create-session-answer",
                SessionAnswerTarget::feed,
                "HTTP/1.1 201 Created\r\nContent-Length: " + SESSION.length() + "\r\n\r\n" + SESSION,
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(SESSION.length()) + ";x=y\r\n" + SESSION + "\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 403 Forbidden\r\nx-amzn-ErrorType: a#AccessDeniedException:http://x\r\n"
                        + "Date: Fri, 02 Jan 2026 03:04:05 GMT\r\nRetry-After: 5\r\n\r\n{\"message\":\"Untrusted certificate\"}",
                "HTTP/1.1 204 No Content\r\n\r\n");
    }

    private static void feed(byte[] input) {
        HttpResponse response;
        try {
            response = HttpResponseTarget.read(input);
        } catch (IOException e) {
            return;
        }
        try {
            Credentials credentials = SessionAnswer.read(response, NOW).credentials();
            assertThat(response.status()).isBetween(200, 299);
            assertThat(credentials.accessKeyId()).isNotEmpty();
            assertThat(credentials.secretAccessKey()).isNotEmpty();
            assertThat(credentials.sessionToken()).isNotEmpty();
        } catch (CreateSessionException e) {
            assertThat(e.getMessage()).isNotEmpty();
            assertThat(e.refusal()).isNotNull();
        }
    }
}
