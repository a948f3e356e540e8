package dev.rolesanywhere.sidecar.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.session.Credentials;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialPolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Served SERVED = new Served(
            "default-token",
            "reader",
            Map.of(
                    "reader", new Served.Profile("reader-token", credentials("ASIAR", NOW.plusSeconds(3600)), null),
                    "writer", new Served.Profile("writer-token", null, "RoleTrustPolicyDenies: Unable to assume")),
            null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "GET    | /v1/credentials        | 127.0.0.1:9911 | default-token        | 200",
                "GET    | /v1/credentials        | 127.0.0.1      | Bearer default-token | 200",
                "GET    | /v1/credentials/reader | localhost:9911 | reader-token         | 200",
                "GET    | /v1/credentials/reader | [::1]:1        | reader-token         | 200",
                "GET    | /v1/credentials/writer | 127.0.0.1:9911 | writer-token         | 503",
                "GET    | /v1/credentials        | 127.0.0.1:9911 | -                    | 401",
                "GET    | /v1/credentials        | 127.0.0.1:9911 | wrong                | 403",
                "GET    | /v1/credentials        | 127.0.0.1:9911 | reader-token         | 403",
                "GET    | /v1/credentials/reader | 127.0.0.1:9911 | default-token        | 403",
                "GET    | /v1/credentials/reader | 127.0.0.1:9911 | writer-token         | 403",
                "GET    | /v1/credentials/reader | 127.0.0.1:9911 | Bearer               | 403",
                "GET    | /v1/credentials/other  | 127.0.0.1:9911 | default-token        | 404",
                "GET    | /v1/credentials/       | 127.0.0.1:9911 | default-token        | 404",
                "GET    | /metrics               | 127.0.0.1:9911 | default-token        | 404",
                "POST   | /v1/credentials        | 127.0.0.1:9911 | default-token        | 405",
                "HEAD   | /v1/credentials        | 127.0.0.1:9911 | default-token        | 405",
                "GET    | /v1/credentials        | -              | default-token        | 400",
                "GET    | /v1/credentials        | evil.example   | default-token        | 403",
                "GET    | /v1/credentials        | 127.0.0.1.evil | default-token        | 403",
                "GET    | /v1/credentials        | localhost:x    | default-token        | 403",
                "GET    | /v1/credentials        | 10.0.0.1:9911  | default-token        | 403",
            })
    void each_token_gets_only_its_roles(String method, String path, String host, String authorization, int status) {
        Answer answer = CredentialPolicy.answer(request(method, path, host, authorization), SERVED, NOW);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().contains("ASIAR")).isEqualTo(status == 200);
    }

    @Test
    void the_answer_suits_the_strictest_sdk() {
        assertThat(ask(SERVED, NOW).body())
                .isEqualTo("{\"AccessKeyId\":\"ASIAR\",\"SecretAccessKey\":\"secret\",\"Token\":\"token\","
                        + "\"Expiration\":\"2026-01-02T04:04:05Z\"}");
    }

    @Test
    void names_the_account_which_sdks_put_into_endpoints() {
        Credentials credentials = new Credentials("ASIAR", "secret", "token", NOW.plusSeconds(3600)).of("111122223333");
        Served served = new Served(
                "default-token",
                "reader",
                Map.of("reader", new Served.Profile("reader-token", credentials, null)),
                null);
        assertThat(ask(served, NOW).body()).contains("\"AccountId\":\"111122223333\"");
    }

    @ParameterizedTest
    @CsvSource({"3540, 200", "3541, 503", "3600, 503", "9999, 503"})
    void credentials_with_less_than_a_minute_left_are_not_served(long later, int status) {
        assertThat(ask(SERVED, NOW.plusSeconds(later)).status()).isEqualTo(status);
    }

    @Test
    void an_error_has_the_reason_in_the_form_of_sdks() {
        Answer answer = CredentialPolicy.answer(
                request("GET", "/v1/credentials/writer", "127.0.0.1", "writer-token"), SERVED, NOW);
        assertThat(answer.body())
                .isEqualTo("{\"code\":\"CredentialsUnavailable\",\"message\":\"RoleTrustPolicyDenies: Unable to"
                        + " assume\"}");
    }

    @Test
    void a_token_that_is_not_set_yet_matches_nothing() {
        Served starting = new Served("", null, Map.of(), "starting");
        assertThat(CredentialPolicy.answer(request("GET", "/v1/credentials", "127.0.0.1", ""), starting, NOW)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void without_a_default_role_the_default_path_reports_it() {
        Served none = new Served("default-token", null, Map.of(), null);
        assertThat(ask(none, NOW).body()).contains("this pod has no default role");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET / HTTP/1.1 x",
                "GET x HTTP/1.1",
                "GET / HTTP/2\nA: 1",
                "GET / HTTP/1.1\nno colon",
                "GET / HTTP/1.1\nHost: a\nhost: b",
                "GET / HTTP/1.1\nAuthorization: a\nAuthorization: b",
                "",
                "\u0016\u0003\u0001"
            })
    void malformed_requests_are_rejected(String head) {
        assertThat(RequestHead.parse(head)).isNull();
    }

    @Test
    void nothing_shows_secrets() {
        assertThat(SERVED.toString() + SERVED.profiles() + ask(SERVED, NOW) + request("GET", "/", "h", "default-token"))
                .doesNotContain("secret", "token");
    }

    private static Answer ask(Served served, Instant now) {
        return CredentialPolicy.answer(request("GET", "/v1/credentials", "127.0.0.1", "default-token"), served, now);
    }

    private static RequestHead request(String method, String path, String host, String authorization) {
        Map<String, String> headers = new java.util.HashMap<>();
        if (host != null) {
            headers.put("host", host);
        }
        if (authorization != null) {
            headers.put("authorization", authorization);
        }
        return new RequestHead(method, path, headers);
    }

    private static Credentials credentials(String id, Instant expiration) {
        return new Credentials(id, "secret", "token", expiration);
    }
}
