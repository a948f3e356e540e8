package dev.rolesanywhere.crds.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.client.pem.PemBlock;
import dev.rolesanywhere.client.pem.PemText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Java's reading of the rule; the API server's is in e2e's schema tests. */
class PemRuleTest {
    private static final String BODY =
            "MIIBgjCCASegAwIBAgIUBgChHr7H2rsikKTlQ8M/JjA8YBYwCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwKRXhhbXBsZS"
                    + "BDQTAgFw0yNjExMjkwNjQ1MjRaGA8yMTI2MTEwNTA2NDUyNFowFTETMBEGA1UEAwwKRXhhbXBsZSBDQTBZMBMGByqG"
                    + "SM49AgEGCCqGSM49AwEHA0IABO3JUYnNSGGBRLZ9UuhGtYP8bvukqSORAmkG46S7C55Z+cDvL2MGO/spnSSUv4Z+FH"
                    + "I2KK8zfxZwwlJJlwDaShejUzBRMB0GA1UdDgQWBBR6IDYHNkir5GT3xjOk612yM2YXgzAfBgNVHSMEGDAWgBR6IDYH"
                    + "Nkir5GT3xjOk612yM2YXgzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDjaI+VAUMKR8MugmzcJv"
                    + "YWt91sQHyBr2WVh48oWIY5WQIhAKsZkmafCsKBvKGJeyEdmWkVomYsITfickGKbPZ9lNvX";
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final String LINES = BODY.replaceAll("(.{64})", "$1\n");

    static Stream<Arguments> readable() {
        return Stream.of(
                Arguments.of("as openssl writes it", BEGIN + "\n" + LINES + "\n" + END + "\n"),
                Arguments.of("on one line", BEGIN + BODY + END),
                Arguments.of("with carriage returns", (BEGIN + "\n" + LINES + "\n" + END).replace("\n", "\r\n")),
                Arguments.of("with carriage returns alone", (BEGIN + "\n" + LINES + "\n" + END).replace("\n", "\r")),
                Arguments.of("indented", (BEGIN + "\n" + LINES + "\n" + END).indent(4)),
                Arguments.of("behind a byte order mark", "\uFEFF" + BEGIN + "\n\uFEFF" + LINES + "\n" + END),
                Arguments.of("with no-break spaces", BEGIN + "\n\u00a0" + LINES + "\u200b\n" + END),
                Arguments.of("without padding", BEGIN + "\n" + LINES.substring(0, LINES.length() - 2) + "\n" + END),
                Arguments.of("with OpenSSL's trust settings", (BEGIN + LINES + END).replace("CERT", "TRUSTED CERT")),
                Arguments.of("by its older name", (BEGIN + LINES + END).replace("CERT", "X509 CERT")),
                Arguments.of("with header lines", BEGIN + "\nProc-Type: 4,CLEAR\nX: y\n\n" + LINES + "\n" + END),
                Arguments.of("behind text", "Subject: CN=Example\n" + BEGIN + "\n" + LINES + "\n" + END),
                Arguments.of("glued to a bad one", BEGIN + "\n!\n" + END + BEGIN + "\n" + LINES + "\n" + END),
                Arguments.of(
                        "before one that is cut off", BEGIN + "\n" + LINES + "\n" + END + "\n" + BEGIN + "\nMIIB"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void text_that_the_operator_can_read_is_accepted(String what, String pem) {
        assertThat(PemText.blocks(pem))
                .anyMatch(block -> block.isCertificate() && block.content() instanceof PemBlock.Content.Bytes);
        assertThat(isTaken(pem)).isTrue();
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("empty", ""),
                Arguments.of("a path", "/etc/ssl/ca.pem"),
                Arguments.of("no END line", BEGIN + "\n" + LINES),
                Arguments.of("an empty block", BEGIN + "\n" + END),
                Arguments.of("escaped line breaks", BEGIN + "\\n" + BODY + "\\n" + END),
                Arguments.of("base64 that is cut off", BEGIN + "\n" + LINES + "Q\n" + END),
                Arguments.of("base64 of text", BEGIN + "\nbm90IGEgY2VydGlmaWNhdGU=\n" + END),
                Arguments.of("a key", (BEGIN + "\n" + LINES + "\n" + END).replace("CERTIFICATE", "PRIVATE KEY")),
                Arguments.of("a request", (BEGIN + "\n" + LINES + "\n" + END).replace("CERT", "NEW CERT")),
                Arguments.of("four dashes", (BEGIN + "\n" + LINES + "\n" + END).substring(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void text_without_a_decodable_certificate_is_rejected(String what, String pem) {
        assertThat(isTaken(pem)).isFalse();
    }

    @Test
    void the_charts_value_has_the_same_rule() throws IOException {
        String pattern = new ObjectMapper()
                .readTree(Path.of("..", "helm", "roles-anywhere-operator", "values.schema.json")
                        .toFile())
                .at("/properties/aws/properties/caBundle/pattern")
                .asText();
        assertThat(pattern).isEqualTo("^$|" + PemRule.CERTIFICATE);
    }

    private static boolean isTaken(String pem) {
        return Pattern.compile(PemRule.CERTIFICATE).matcher(pem).find();
    }
}
