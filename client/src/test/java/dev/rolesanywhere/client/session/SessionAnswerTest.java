package dev.rolesanywhere.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rolesanywhere.client.transport.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionAnswerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String KEYS =
            "{\"accessKeyId\":\"ASIAX\",\"secretAccessKey\":\"s3cret\",\"sessionToken\":\"t0ken\",\"expiration\":\"2026-01-02T04:04:05Z\"}";

    @Test
    void the_message_of_a_refusal_is_one_line_of_readable_characters() {
        CreateSessionException e = refused(new HttpResponse(
                403,
                Map.of("x-amzn-requestid", "r-1\u009b"),
                "{\"message\":\"Untrusted signing certificate\\u009b2J\\u202e\\n%s\"}".formatted("x".repeat(10_000))));

        assertThat(e.getMessage())
                .startsWith("Untrusted signing certificate 2J x")
                .hasSize(400);
        assertThat(e.refusal()).isEqualTo(AwsRefusal.UNTRUSTED_CERTIFICATE);
        assertThat(e.requestId()).isEqualTo("r-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void reads_the_first_set_of_credentials(int status) throws Exception {
        Session session = SessionAnswer.read(
                new HttpResponse(
                        status,
                        Map.of("x-amzn-requestid", "r-1"),
                        "{\"credentialSet\":[{\"assumedRoleUser\":{\"arn\":\"arn:sts\",\"assumedRoleId\":\"AROA:s\"},\"credentials\":"
                                + KEYS
                                + ",\"packedPolicySize\":10,\"sourceIdentity\":\"CN=x\"}],\"subjectArn\":\"arn:subject\"}"),
                NOW);
        assertThat(session.credentials())
                .isEqualTo(new Credentials("ASIAX", "s3cret", "t0ken", Instant.parse("2026-01-02T04:04:05Z")));
        assertThat(session.assumedRoleArn()).isEqualTo("arn:sts");
        assertThat(session.sourceIdentity()).isEqualTo("CN=x");
        assertThat(session.subjectArn()).isEqualTo("arn:subject");
        assertThat(session.httpStatus()).isEqualTo(status);
        assertThat(session.requestId()).isEqualTo("r-1");
        assertThat(session).asString().doesNotContain("s3cret", "t0ken");
    }

    @Test
    void a_session_has_the_clock_offset_and_no_value_that_the_answer_lacks() throws Exception {
        Session session = SessionAnswer.read(
                new HttpResponse(
                        201,
                        Map.of("date", "Fri, 02 Jan 2026 03:14:05 GMT"),
                        "{\"credentialSet\":[{\"credentials\":" + KEYS + "}]}"),
                NOW);
        assertThat(session.clockOffset()).isEqualTo(Duration.ofMinutes(10));
        assertThat(session.assumedRoleArn()).isNull();
        assertThat(session.requestId()).isNull();
    }

    @Test
    void a_message_that_is_not_text_counts_as_absent() {
        assertThat(refused(new HttpResponse(403, Map.of(), "{\"message\":5}")))
                .hasMessage("HTTP 403 without a message");
    }

    @Test
    void a_refusal_with_another_message_keeps_its_reason_and_cause() {
        IOException cause = new IOException("no route");
        CreateSessionException e = new CreateSessionException(AwsRefusal.ENDPOINT_UNREACHABLE, "x", cause)
                .saying("the pod cannot resolve it");
        assertThat(e).hasMessage("the pod cannot resolve it").hasCause(cause);
        assertThat(e.refusal()).isEqualTo(AwsRefusal.ENDPOINT_UNREACHABLE);
    }

    @Test
    void credentials_of_an_account_are_otherwise_the_same() {
        assertThat(new Credentials("ASIAX", "s3cret", "t0ken", NOW).of("111122223333"))
                .isEqualTo(new Credentials("ASIAX", "s3cret", "t0ken", NOW, "111122223333"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"credentialSet\":[]}                                          | 'credentialSet' is empty",
                "{}                                                              | 'credentialSet' is empty",
                "{\"credentialSet\":[{}]}                                        | member 'credentials' is missing",
                "{\"credentialSet\":[{\"credentials\":{}}]}                      | member 'accessKeyId' is missing",
                "{\"credentialSet\":[{\"credentials\":{\"accessKeyId\":\"\"}}]}  | member 'accessKeyId' is empty",
                "<html>captive portal</html>                                     | malformed JSON",
                "``                                                              | malformed JSON",
            })
    void a_success_without_credentials_is_an_error(String body, String message) {
        CreateSessionException e = refused(new HttpResponse(201, Map.of("x-amzn-requestid", "r-2"), body));
        assertThat(e)
                .hasMessageStartingWith("the answer is not from Roles Anywhere: ")
                .hasMessageContaining(message);
        assertThat(e.refusal()).isEqualTo(AwsRefusal.REFUSED_UNKNOWN);
        assertThat(e.requestId()).isEqualTo("r-2");
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void an_invalid_expiration_is_an_error() {
        String body =
                "{\"credentialSet\":[{\"credentials\":" + KEYS.replace("2026-01-02T04:04:05Z", "tomorrow") + "}]}";
        assertThat(refused(new HttpResponse(201, Map.of(), body))).hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccessDeniedException                          | {\"message\":\"m\"}",
                "AccessDeniedException:http://internal/         | {\"message\":\"m\"}",
                "aws.x#AccessDeniedException:http://internal/#y | {\"Message\":\"m\"}",
                "                                               | {\"__type\":\"aws.x#AccessDeniedException\",\"message\":\"m\"}",
                "                                               | {\"code\":\"AccessDeniedException\",\"Message\":\"m\"}",
            })
    void the_code_comes_from_the_header_or_the_body(String header, String body) {
        CreateSessionException e =
                refused(new HttpResponse(403, header == null ? Map.of() : Map.of("x-amzn-errortype", header), body));
        assertThat(e.code()).isEqualTo("AccessDeniedException");
        assertThat(e).hasMessage("m");
        assertThat(e.httpStatus()).isEqualTo(403);
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void carries_retry_after_and_the_clocks_difference() {
        CreateSessionException e = refused(new HttpResponse(
                429, Map.of("retry-after", "17", "date", "Fri, 02 Jan 2026 03:14:05 GMT"), "Slow down"));
        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(e.clockOffset()).isEqualTo(Duration.ofMinutes(10));
        assertThat(e.refusal()).isEqualTo(AwsRefusal.THROTTLED);
        assertThat(e).hasMessage("HTTP 429 without a message");
    }

    @ParameterizedTest
    @CsvSource({"408, true", "429, true", "500, true", "503, true", "400, false", "403, false", "404, false"})
    void the_status_decides_about_a_retry(int status, boolean retryable) {
        assertThat(refused(new HttpResponse(status, Map.of(), "")).retryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "99999999", "Fri, 02 Jan 2026 03:14:05 GMT"})
    void a_retry_after_without_seconds_is_ignored(String value) {
        assertThat(refused(new HttpResponse(503, Map.of("retry-after", value, "date", "nonsense"), ""))
                        .retryAfter())
                .isNull();
    }

    private static CreateSessionException refused(HttpResponse response) {
        return catchThrowableOfType(CreateSessionException.class, () -> SessionAnswer.read(response, NOW));
    }

    @Test
    void a_code_that_is_only_a_uri_is_empty() {
        HttpResponse response = new HttpResponse(403, Map.of("x-amzn-errortype", ":http://internal/"), "{}");
        assertThat(refused(response).code()).isEmpty();
    }

    @Test
    void the_text_form_of_credentials_has_no_secret() {
        assertThat(new Credentials("ASIAX", "s3cret", "t0ken", NOW))
                .hasToString("Credentials[ASIAX, expires 2026-01-02T03:04:05Z]");
    }
}
