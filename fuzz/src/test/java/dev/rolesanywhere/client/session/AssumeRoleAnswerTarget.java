package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.transport.HttpResponse;
import dev.rolesanywhere.client.transport.HttpResponseTarget;
import dev.rolesanywhere.fuzz.Target;
import java.io.IOException;
import java.time.Instant;

/** Answers to AssumeRole, from the status line on: a complete session, or a refusal with its reason. */
public final class AssumeRoleAnswerTarget {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String SESSION =
            "<AssumeRoleResponse><AssumeRoleResult><SourceIdentity>CN=a@b</SourceIdentity><AssumedRoleUser><Arn>arn</Arn></AssumedRoleUser>"
                    + "<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s&amp;&lt;</SecretAccessKey><SessionToken>t</SessionToken>"
                    + "<Expiration>2026-01-02T04:04:05Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    private static final String REFUSAL =
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform:"
                    + " sts:TagSession</Message></Error></ErrorResponse>";

    private AssumeRoleAnswerTarget() {}

    public static Target target() {
        return Target.of(
                "assume-role-answer",
                AssumeRoleAnswerTarget::feed,
                "HTTP/1.1 200 OK\r\nContent-Length: " + SESSION.length() + "\r\n\r\n" + SESSION,
                "HTTP/1.1 403 Forbidden\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\nContent-Length: " + REFUSAL.length()
                        + "\r\n\r\n" + REFUSAL,
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
            Credentials credentials = AssumeRoleAnswer.read(response, NOW).credentials();
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
