package dev.rolesanywhere.client.pem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTextTest {
    private static final byte[] ONE = "the first of two contents, long enough for two lines of base64".getBytes();
    private static final byte[] TWO = "the second of two contents".getBytes();
    private static final String FIRST = block("CERTIFICATE", ONE);
    private static final String SECOND = block("CERTIFICATE", TWO);

    static List<Arguments> readable() {
        return List.of(
                Arguments.of("plain", FIRST + SECOND),
                Arguments.of("glued", FIRST.strip() + SECOND),
                Arguments.of("a blank between", FIRST.strip() + " " + SECOND),
                Arguments.of("byte order mark first", "\uFEFF" + FIRST + SECOND),
                Arguments.of("byte order mark between", FIRST + "\uFEFF" + SECOND),
                Arguments.of("indented", (FIRST + SECOND).indent(4)),
                Arguments.of("tabs", (FIRST + SECOND).replaceAll("(?m)^", "\t")),
                Arguments.of("no-break spaces", (FIRST + SECOND).replaceAll("(?m)^", "\u00A0")),
                Arguments.of("CRLF", (FIRST + SECOND).replace("\n", "\r\n")),
                Arguments.of("CR", (FIRST + SECOND).replace("\n", "\r")),
                Arguments.of("blank lines", (FIRST + SECOND).replace("\n", "\n\n")),
                Arguments.of("blanks at line ends", (FIRST + SECOND).replace("\n", "  \n")),
                Arguments.of("one line", (FIRST + SECOND).replace("\n", "")),
                Arguments.of("text around", "subject=CN=one\n" + FIRST + "issuer: two\n" + SECOND + "the end"),
                Arguments.of("no line break at the end", FIRST + SECOND.strip()),
                Arguments.of("no padding", (FIRST + SECOND).replace("=", "")),
                Arguments.of("a header", FIRST.replace("E-----\nd", "E-----\nComment: mine\n\nd") + SECOND));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void what_is_pem_in_any_editor_is_read(String what, String text) {
        assertThat(PemText.blocks(text))
                .extracting(PemTextTest::bytes)
                .containsExactly(new String(ONE), new String(TWO));
    }

    @Test
    void utf_16_is_read_where_its_byte_order_mark_says_so() {
        assertThat(PemText.blocks(("\uFEFF" + FIRST).getBytes(StandardCharsets.UTF_16LE)))
                .hasSize(1);
        assertThat(PemText.blocks(("\uFEFF" + FIRST).getBytes(StandardCharsets.UTF_16BE)))
                .extracting(PemTextTest::bytes)
                .containsExactly(new String(ONE));
    }

    static List<Arguments> unreadable() {
        return List.of(
                Arguments.of("no END line", FIRST.replaceAll("-+END.*\n", ""), "it has no END line"),
                Arguments.of(
                        "four dashes",
                        FIRST.replace("-----BEGIN", "----BEGIN"),
                        "its BEGIN line has not five dashes before and behind"),
                Arguments.of("nothing inside", block("CERTIFICATE", new byte[0]), "it is empty"),
                Arguments.of(
                        "line breaks as two characters",
                        FIRST.replace("\n", "\\n"),
                        "it holds a character that base64 does not have, U+005C: write line breaks as line breaks and not as \\n"),
                Arguments.of(
                        "quoted mail",
                        FIRST.replaceAll("(?m)^", "> "),
                        "it holds a character that base64 does not have, U+003E"),
                Arguments.of(
                        "cut off",
                        FIRST.replaceFirst("[A-Za-z0-9]{2}==?\n", "=\n").replaceFirst(".\n-----END", "\n-----END"),
                        "its base64 is cut off or damaged"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void a_block_that_begins_and_cannot_be_read_is_counted_and_says_why(String what, String text, String problem) {
        List<PemBlock> blocks = PemText.blocks(text + SECOND);

        assertThat(blocks).hasSize(2);
        assertThat(blocks.getFirst().content()).isEqualTo(new PemBlock.Content.Unreadable(problem));
        assertThat(bytes(blocks.getLast())).isEqualTo(new String(TWO));
    }

    @Test
    void a_block_knows_the_line_that_it_begins_on() {
        assertThat(PemText.blocks("one\r\ntwo\r\n" + FIRST + "\n" + SECOND))
                .extracting(PemBlock::line)
                .containsExactly(3, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"})
    void each_name_of_a_certificate_is_known(String label) {
        assertThat(PemText.blocks(block(label, ONE))).allMatch(PemBlock::isCertificate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS7", "CMS", "PKCS #7 SIGNED DATA", "CERTIFICATES", "CERT"})
    void a_name_under_which_certificates_may_hide_is_known(String label) {
        assertThat(PemText.blocks(block(label, ONE))).allMatch(PemBlock::mayHoldCertificates);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PRIVATE KEY", "EC PARAMETERS", "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST", "X509 CRL"})
    void a_name_of_something_else_is_known(String label) {
        assertThat(PemText.blocks(block(label, ONE))).noneMatch(it -> it.isCertificate() || it.mayHoldCertificates());
    }

    @Test
    void a_block_shows_nothing_of_what_is_in_it() {
        assertThat(PemText.blocks(FIRST)).first().hasToString("PemBlock[CERTIFICATE, line 1]");
    }

    @Test
    void dashes_without_an_end_take_no_time() {
        assertThat(PemText.blocks("-----BEGIN CERTIFICATE-----".repeat(3000))).hasSize(3000);
    }

    private static String bytes(PemBlock block) {
        return block.content() instanceof PemBlock.Content.Bytes(byte[] der) ? new String(der) : "unreadable";
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }
}
