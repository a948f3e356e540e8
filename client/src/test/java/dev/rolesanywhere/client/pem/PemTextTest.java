package dev.rolesanywhere.client.pem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
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
    void pem_with_every_editors_white_space_is_read(String what, String text) {
        assertThat(PemText.blocks(text))
                .extracting(PemTextTest::bytes)
                .containsExactly(new String(ONE), new String(TWO));
    }

    @Test
    void utf_16_with_a_byte_order_mark_is_read() {
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
                        "its BEGIN line does not have five dashes before and after the label"),
                Arguments.of("nothing inside", block("CERTIFICATE", new byte[0]), "it is empty"),
                Arguments.of(
                        "line breaks as two characters",
                        FIRST.replace("\n", "\\n"),
                        "it holds a character that is not base64, U+005C: use real line breaks instead of \\n"),
                Arguments.of(
                        "quoted mail",
                        FIRST.replaceAll("(?m)^", "> "),
                        "it holds a character that is not base64, U+003E"),
                Arguments.of(
                        "cut off",
                        FIRST.replaceFirst("[A-Za-z0-9]{2}==?\n", "=\n").replaceFirst(".\n-----END", "\n-----END"),
                        "its base64 is cut off or damaged"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void an_unreadable_block_is_counted_with_its_reason(String what, String text, String problem) {
        List<PemBlock> blocks = PemText.blocks(text + SECOND);

        assertThat(blocks).hasSize(2);
        assertThat(blocks.getFirst().content()).isEqualTo(new PemBlock.Content.Unreadable(problem));
        assertThat(bytes(blocks.getLast())).isEqualTo(new String(TWO));
    }

    @Test
    void a_block_has_the_number_of_its_first_line() {
        assertThat(PemText.blocks("one\r\ntwo\r\n" + FIRST + "\n" + SECOND))
                .extracting(PemBlock::line)
                .containsExactly(3, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"})
    void each_name_of_a_certificate_is_known(String label) {
        assertThat(PemText.blocks(block(label, ONE)))
                .allMatch(PemBlock::isCertificate)
                .noneMatch(PemBlock::mayHoldCertificates);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS7", "CMS", "PKCS #7 SIGNED DATA", "CERTIFICATES", "CERT"})
    void a_name_under_which_certificates_may_hide_is_known(String label) {
        assertThat(PemText.blocks(block(label, ONE))).allMatch(PemBlock::mayHoldCertificates);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVATE KEY",
                "EC PARAMETERS",
                "CERTIFICATE REQUEST",
                "NEW CERTIFICATE REQUEST",
                "ATTRIBUTE CERTIFICATE",
                "X509 CRL"
            })
    void a_label_of_another_object_is_recognized(String label) {
        assertThat(PemText.blocks(block(label, ONE))).noneMatch(it -> it.isCertificate() || it.mayHoldCertificates());
    }

    @Test
    void a_blocks_text_contains_nothing_of_its_body() {
        assertThat(PemText.blocks(FIRST)).first().hasToString("PemBlock[CERTIFICATE, line 1]");
    }

    static List<Arguments> dashes() {
        String begin = "its BEGIN line does not have five dashes before and after the label";
        return List.of(
                Arguments.of("-BEGIN A-----\nAAAA\n-----END A-----", List.of(begin)),
                Arguments.of("----BEGIN A-----\nAAAA\n-----END A-----", List.of(begin)),
                Arguments.of("-----BEGIN A----\nAAAA\n-----END A-----", List.of(begin)),
                Arguments.of("-----BEGIN A-----\nAAAA\n-END A-----", List.of("")),
                Arguments.of("-------BEGIN A-------\nAAAA\n-------END A-------", List.of("")),
                // of the dashes between two lines, each line has its own five
                Arguments.of("-----BEGIN A----------BEGIN B-----", List.of("it has no END line", "it has no END line")),
                Arguments.of("-----BEGIN A---------BEGIN B-----", List.of("it has no END line", begin)),
                Arguments.of(
                        "-----BEGIN A-----\nAAAA\n-----END A----------BEGIN B-----\nAAAA\n-----END B-----",
                        List.of("", "")),
                Arguments.of(
                        "-----BEGIN A-----\nAAAA\n-----END A---------BEGIN B-----\nAAAA\n-----END B-----",
                        List.of("", begin)),
                Arguments.of("-----BEGIN A", List.of(begin)),
                Arguments.of("-----BEGIN A-----", List.of("it has no END line")),
                Arguments.of("-----END A-----\n-----BEGIN A-----\nAAAA\n-----END A-----", List.of("")),
                Arguments.of("-END A-----\n-----BEGIN A-----\nAAAA", List.of("it has no END line")),
                Arguments.of(
                        "-----BEGIN A-----\n-----BEGIN B-----\n-----END B-----", List.of("it has no END line", "")),
                Arguments.of("-----END A-----", List.of()));
    }

    @ParameterizedTest
    @MethodSource("dashes")
    void each_begin_line_is_a_block_and_counts_its_own_dashes(String text, List<String> framings) {
        assertThat(PemText.blocks(text))
                .extracting(it -> it.framing() == null ? "" : it.framing())
                .containsExactlyElementsOf(framings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN A----------END A-----",
                "-----BEGIN A-----\n-----END A-----",
                "-------BEGIN A-------\n \n-------END A-------",
                "-----BEGIN A-----\nHeader: only\n-----END A-----"
            })
    void a_block_without_base64_is_empty(String text) {
        assertThat(PemText.blocks(text))
                .extracting(PemBlock::content)
                .containsExactly(new PemBlock.Content.Unreadable("it is empty"));
    }

    @Test
    void dashes_beyond_five_belong_to_no_content() {
        assertThat(PemText.blocks(FIRST.replace("-----", "--------")))
                .extracting(PemTextTest::bytes)
                .containsExactly(new String(ONE));
    }

    @ParameterizedTest
    @ValueSource(
            chars = {' ', '\t', '\u000B', '\u0000', '\u00A0', '\u2003', '\u200B', '\u2028', '\u2060', '\u3000', '\uFEFF'
            })
    void white_space_of_every_kind_is_allowed_in_a_block(char blank) {
        String text = FIRST.replace("\n", blank + "\n" + blank);

        assertThat(PemText.blocks(text)).extracting(PemTextTest::bytes).containsExactly(new String(ONE));
        assertThat(PemText.tidied(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FIRST.replace("\n-----E", "\n\n-----E").replace("-----\nd", "-----\n\nd"));
    }

    @Test
    void every_character_of_base64_is_read() {
        String all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        assertThat(PemText.blocks("-----BEGIN A-----\n" + all + "\n-----END A-----")
                        .getFirst()
                        .content())
                .isInstanceOfSatisfying(PemBlock.Content.Bytes.class, it -> assertThat(
                                Base64.getEncoder().encodeToString(it.der()))
                        .isEqualTo(all));
    }

    @ParameterizedTest
    @ValueSource(chars = {'@', '[', '`', '{', '*', ',', '.', '<', '>', '?', '_', '\u00e9', '\uff21', '\u0660'})
    void a_character_outside_base64_is_named(char other) {
        assertThat(PemText.blocks("-----BEGIN A-----\nAAA" + other + "\n-----END A-----")
                        .getFirst()
                        .content())
                .isEqualTo(new PemBlock.Content.Unreadable(
                        "it holds a character that is not base64, U+%04X".formatted((int) other)));
    }

    @Test
    void a_tidied_text_has_the_blocks_without_what_is_around_them_and_without_those_that_do_not_end() {
        String text =
                "key of mine\n  " + FIRST.replace("\n", " \r\n\t") + "----BEGIN A-----\n" + "-----BEGIN B-----\nAAAA";

        assertThat(PemText.tidied(text.getBytes(StandardCharsets.UTF_8)).replace("\n\n", "\n"))
                .isEqualTo(FIRST);
        assertThat(PemText.tidied(new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void half_a_byte_order_mark_is_none(String charset) {
        byte[] mark = "\uFEFF".getBytes(Charset.forName(charset));
        byte[] text = (" " + FIRST).getBytes(Charset.forName(charset));
        byte[] firstHalf = text.clone();
        firstHalf[0] = mark[0];
        byte[] secondHalf = text.clone();
        secondHalf[1] = mark[1];

        assertThat(PemText.blocks(firstHalf)).isEmpty();
        assertThat(PemText.blocks(secondHalf)).isEmpty();
        assertThat(PemText.blocks(new byte[] {mark[0]})).isEmpty();
        assertThat(PemText.blocks(mark)).isEmpty();
    }

    @Test
    void only_a_certificate_with_trust_settings_has_them() {
        assertThat(PemText.blocks(block("TRUSTED CERTIFICATE", ONE))).allMatch(PemBlock::hasTrustSettings);
        assertThat(PemText.blocks(FIRST)).noneMatch(PemBlock::hasTrustSettings);
    }

    static List<Arguments> lineEnds() {
        return List.of(
                Arguments.of(" ", 1),
                Arguments.of("\n\n", 3),
                Arguments.of("\r\r", 3),
                Arguments.of("\r\n\r\n", 3),
                Arguments.of("\n\r", 3),
                Arguments.of("one\rtwo\nthree\r\n", 4));
    }

    @ParameterizedTest
    @MethodSource("lineEnds")
    void a_line_ends_at_a_line_feed_a_carriage_return_or_both(String before, int line) {
        assertThat(PemText.blocks(before + FIRST)).extracting(PemBlock::line).containsExactly(line);
    }

    @Test
    void endless_dashes_are_read_quickly() {
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
