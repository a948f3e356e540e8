package dev.rolesanywhere.plugin.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.plugin.fact.Verdict;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
    /** Ends 2026-02-01T00:00:00Z. */
    private static final String PEM = """
        -----BEGIN CERTIFICATE-----
        MIIBODCB36ADAgECAggCD+fzq10SozAKBggqhkjOPQQDAzARMQ8wDQYDVQQDEwZi
        dW5kbGUwHhcNMjYwMTAxMDAwMDAwWhcNMjYwMjAxMDAwMDAwWjARMQ8wDQYDVQQD
        EwZidW5kbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARXzf1GEi2u7X+P8r96
        SwFmyXZIa2CuvJkeqrFu/TYsQ0KbgqDJqWO0ZgJgoH3jgqY+mkm3OD0DGEUtxHJ5
        KvvYoyEwHzAdBgNVHQ4EFgQUn8C3J36c4vvIM8Fp0jPpjFEv6gwwCgYIKoZIzj0E
        AwMDSAAwRQIhAPh+IE0xg9xcB7GkBGVlIJye74yEO+YDE0XFJQNoWNtoAiBISP0u
        UxqavnqJkvtO+/ZNkcl15xwP8d48ostqMU/zIQ==
        -----END CERTIFICATE-----
        """;

    @ParameterizedTest
    @CsvSource({
        "2026-01-20T00:00:00Z,Good",
        "2026-01-24T23:59:59Z,Good",
        "2026-01-25T00:00:00Z,Bad",
        "2026-02-01T00:00:01Z,Bad"
    })
    void seven_days_are_the_least(Instant now, Verdict verdict) {
        assertThat(Certificates.of("bundle", PEM, now).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})
    void an_unreadable_certificate_is_bad(String pem) {
        assertThat(Certificates.of("bundle", pem, Instant.EPOCH).isBad()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%"})
    void a_ca_bundle_that_is_not_base64_has_no_certificate(String base64) {
        assertThat(Certificates.pem(base64)).isEmpty();
    }
}
