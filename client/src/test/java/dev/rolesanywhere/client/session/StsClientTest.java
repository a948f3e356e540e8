package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket stands in for STS; the sidecar's tests call the emulator, which verifies the signature. */
class StsClientTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final Credentials FIRST =
            new Credentials("ASIAFIRST", "secret-of-the-first", "token", Instant.parse("2026-01-02T09:00:00Z"));
    private static final AssumeRoleRequest REQUEST = new AssumeRoleRequest(
            "arn:aws:iam::444455556666:role/target",
            "orders-7d9f",
            3600,
            "a/b=c",
            "{\"Version\":\"2012-10-17\"}",
            Map.of("team", "A & B", "stage", "prod"),
            true);

    private static final String ANSWER = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleResult>
                <SourceIdentity>CN=orders@shop</SourceIdentity>
                <AssumedRoleUser>
                  <AssumedRoleId>AROAEXAMPLE:orders-7d9f</AssumedRoleId>
                  <Arn>arn:aws:sts::444455556666:assumed-role/target/orders-7d9f</Arn>
                </AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>ASIATARGET</AccessKeyId>
                  <SecretAccessKey>a+b/c&amp;lt;</SecretAccessKey>
                  <SessionToken>token==</SessionToken>
                  <Expiration>2026-01-02T04:04:05.678Z</Expiration>
                </Credentials>
                <PackedPolicySize>6</PackedPolicySize>
              </AssumeRoleResult>
              <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
            </AssumeRoleResponse>
            """;

    @Test
    void posts_a_signed_form_and_reads_the_session() throws Exception {
        CompletableFuture<String> sent = new CompletableFuture<>();
        Session session = call(200, ANSWER, sent);

        assertThat(session.credentials().accessKeyId()).isEqualTo("ASIATARGET");
        assertThat(session.credentials().secretAccessKey()).isEqualTo("a+b/c&lt;");
        assertThat(session.credentials().sessionToken()).isEqualTo("token==");
        assertThat(session.credentials().expiration()).isEqualTo("2026-01-02T04:04:05Z");
        assertThat(session.assumedRoleArn()).isEqualTo("arn:aws:sts::444455556666:assumed-role/target/orders-7d9f");
        assertThat(session.sourceIdentity()).isEqualTo("CN=orders@shop");
        assertThat(session.requestId()).isEqualTo("r-1");
        assertThat(session.clockOffset()).isEqualTo(Duration.ofSeconds(10));
        String request = sent.get();
        assertThat(request)
                .startsWith("POST / HTTP/1.1\r\nHost: 127.0.0.1:")
                .contains("Authorization: AWS4-HMAC-SHA256 Credential=ASIAFIRST/20260102/eu-west-1/sts/aws4_request")
                .contains("X-Amz-Security-Token: token\r\n")
                .doesNotContain("secret-of-the-first");
        assertThat(URLDecoder.decode(request.substring(request.indexOf("\r\n\r\n") + 4), StandardCharsets.UTF_8))
                .isEqualTo("Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::444455556666:role/target"
                        + "&RoleSessionName=orders-7d9f&DurationSeconds=3600&ExternalId=a/b=c"
                        + "&Policy={\"Version\":\"2012-10-17\"}"
                        + "&Tags.member.1.Key=stage&Tags.member.1.Value=prod&TransitiveTagKeys.member.1=stage"
                        + "&Tags.member.2.Key=team&Tags.member.2.Value=A & B&TransitiveTagKeys.member.2=team");
    }

    @Test
    void a_refusal_has_the_words_of_STS_on_one_line() {
        CreateSessionException refused =
                catchThrowableOfType(CreateSessionException.class, () -> call(403, """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <Error>
                <Type>Sender</Type>
                <Code>AccessDenied</Code>
                <Message>User: x is not authorized to perform: sts:TagSession
            on resource: &lt;y&gt;</Message>
              </Error>
            </ErrorResponse>
            """, new CompletableFuture<>()));
        assertThat(refused.refusal()).isEqualTo(AwsRefusal.TARGET_TAGS_DENIED);
        assertThat(refused).hasMessage("User: x is not authorized to perform: sts:TagSession on resource: <y>");
        assertThat(refused.code()).isEqualTo("AccessDenied");
        assertThat(refused.httpStatus()).isEqualTo(403);
        assertThat(refused.retryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>login</html>",
                "{\"AssumeRoleResponse\":{}}",
                "<Credentials><AccessKeyId>a</AccessKeyId></Credentials>",
                "<Credentials><AccessKeyId></AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-01-02T04:04:05Z</Expiration></Credentials>",
                "<Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey><b>s</b></SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-01-02T04:04:05Z</Expiration></Credentials>",
                "<Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>soon</Expiration></Credentials>",
                "<AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-01-02T04:04:05Z</Expiration>",
            })
    void an_answer_without_whole_credentials_is_none_and_is_tried_again(String body) {
        CreateSessionException refused =
                catchThrowableOfType(CreateSessionException.class, () -> call(200, body, new CompletableFuture<>()));
        assertThat(refused.refusal()).isEqualTo(AwsRefusal.REFUSED_UNKNOWN);
        assertThat(refused).hasMessageStartingWith("the answer is not that of STS: ");
        assertThat(refused.retryable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {899, 3601})
    void AWS_gives_a_chained_session_an_hour_at_most(int seconds) {
        assertThatThrownBy(() -> new AssumeRoleRequest("arn", "pod", seconds, null, null, Map.of(), false))
                .hasMessageContaining("900 to 3600 seconds, not " + seconds);
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 3600})
    void the_shortest_and_the_longest_session_of_AWS_can_be_requested(int seconds) {
        assertThat(new AssumeRoleRequest("arn", "pod", seconds, null, null, Map.of(), false).form())
                .contains("&DurationSeconds=" + seconds);
    }

    @Test
    void tags_are_transitive_only_where_that_is_wanted() {
        assertThat(new AssumeRoleRequest("arn", "pod", 900, null, null, Map.of("team", "a"), false).form())
                .endsWith("&DurationSeconds=900&Tags.member.1.Key=team&Tags.member.1.Value=a");
    }

    @Test
    void the_path_of_an_endpoint_is_kept() throws Exception {
        CompletableFuture<String> sent = new CompletableFuture<>();
        call(200, ANSWER, sent, "/sts/v1");
        assertThat(sent.get()).startsWith("POST /sts/v1 HTTP/1.1\r\n");
    }

    private static Session call(int status, String body, CompletableFuture<String> sent) throws Exception {
        return call(status, body, sent, "");
    }

    private static Session call(int status, String body, CompletableFuture<String> sent, String path) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> answer(server, status, body, sent));
            return new StsClient(new HttpTransport(Trust.jdk(), null, Timeouts.DEFAULT), CLOCK)
                    .assumeRole(
                            REQUEST,
                            FIRST,
                            new EndpointSettings(
                                    "eu-west-1",
                                    false,
                                    false,
                                    URI.create("http://127.0.0.1:" + server.getLocalPort() + path)));
        }
    }

    private static void answer(ServerSocket server, int status, String body, CompletableFuture<String> sent) {
        try (Socket socket = server.accept()) {
            byte[] buffer = new byte[16384];
            sent.complete(new String(buffer, 0, socket.getInputStream().read(buffer), StandardCharsets.UTF_8));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head =
                    "HTTP/1.1 " + status + " X\r\nx-amzn-RequestId: r-1\r\nDate: Fri, 02 Jan 2026 03:04:15 GMT\r\n"
                            + "Content-Length: " + bytes.length + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            sent.completeExceptionally(e);
        }
    }
}
