package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bound from both sides: the last answer that is read, and the first that is rejected. */
class HttpResponseReaderTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String TOO_LARGE = "the answer is larger than 1 MiB";

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 304, 403, 599})
    void a_status_is_read(int status) throws Exception {
        assertThat(read("HTTP/1.1 " + status + "\r\n\r\n").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 099 X",
                "HTTP/1.1 600 X",
                "HTTP/1.1 +20 X",
                "HTTP/1.1 -20 X",
                "HTTP/1.1 20",
                "HTTP/1.1 2 0",
                "HTTP/1.1_200 X",
                "HTTP/2 200 OKAY",
                "ICY 200 OK AND MORE",
                "",
            })
    void another_status_line_is_rejected(String line) {
        assertThatThrownBy(() -> read(line + "\r\n\r\n"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the server does not speak HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103, 199})
    void an_interim_answer_is_skipped_with_its_headers(int status) throws Exception {
        HttpResponse response = read("HTTP/1.1 " + status + " X\r\nx-interim: 1\r\n\r\n" + OK + "\r\nbody");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).isEmpty();
        assertThat(response.body()).isEqualTo("body");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void an_answer_without_a_body_ends_with_its_head(int status) throws Exception {
        assertThat(read("HTTP/1.1 " + status + " X\r\nContent-Length: 5\r\n\r\nother")
                        .body())
                .isEmpty();
    }

    @Test
    void header_names_are_lower_case_and_values_have_no_space_around() throws Exception {
        assertThat(read(OK + "A: b:c \r\nX-Empty:\r\n\r\n").headers())
                .containsEntry("a", "b:c")
                .containsEntry("x-empty", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ": no name"})
    void a_malformed_header_is_rejected(String header) {
        assertThatThrownBy(() -> read(OK + header + "\r\n\r\n")).hasMessage("the server sent a malformed header");
    }

    @Test
    void a_head_may_have_64_kib_less_one_character() throws Exception {
        assertThat(read(head(HttpResponseReader.MAX_HEAD - 1)).status()).isEqualTo(200);
        assertThatThrownBy(() -> read(head(HttpResponseReader.MAX_HEAD)))
                .hasMessage("the answer's headers are larger than 64 KiB");
    }

    @Test
    void interim_answers_do_not_get_a_head_each() {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        assertThatThrownBy(() ->
                        read(interim.repeat(HttpResponseReader.MAX_HEAD / (interim.length() - 2) + 1) + OK + "\r\n"))
                .hasMessage("the answer's headers are larger than 64 KiB");
    }

    @Test
    void a_body_of_a_known_length_may_have_1_mib() throws Exception {
        String body = "x".repeat(HttpResponseReader.MAX_BODY);
        assertThat(read(OK + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .body())
                .isEqualTo(body);
        assertThatThrownBy(() -> read(OK + "Content-Length: " + (body.length() + 1) + "\r\n\r\n" + body + "x"))
                .hasMessage(TOO_LARGE);
    }

    @Test
    void a_body_up_to_the_end_of_the_connection_may_have_1_mib() throws Exception {
        String body = "x".repeat(HttpResponseReader.MAX_BODY);
        assertThat(read(OK + "\r\n" + body).body()).isEqualTo(body);
        assertThatThrownBy(() -> read(OK + "\r\n" + body + "x")).hasMessage(TOO_LARGE);
    }

    @Test
    void a_body_in_chunks_may_have_1_mib() throws Exception {
        String half = "80000\r\n" + "x".repeat(HttpResponseReader.MAX_BODY / 2) + "\r\n";
        assertThat(chunked(half + half + "0\r\n\r\n").body()).hasSize(HttpResponseReader.MAX_BODY);
        assertThatThrownBy(() -> chunked(half + half + "1\r\nx\r\n0\r\n\r\n")).hasMessage(TOO_LARGE);
    }

    @Test
    void bytes_after_the_content_length_are_not_read() throws Exception {
        assertThat(read(OK + "Content-Length: 2\r\n\r\nokHTTP").body()).isEqualTo("ok");
        assertThat(read(OK + "Content-Length: 0\r\n\r\nHTTP").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x", "", "1.5", "0x10", "-1", "-0", "+4", "+0", "4, 4", "4 4", "4;", "0f", "1e1", "\u00b2", "4_0",
                "4\t4"
            })
    void a_length_of_anything_but_digits_is_malformed(String length) {
        assertThatThrownBy(() -> read(OK + "Content-Length: " + length + "\r\n\r\nbody"))
                .hasMessage("the server sent a malformed length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "4294967296", "18446744073709551617", "1048577"})
    void a_length_that_no_integer_holds_is_too_large(String length) {
        assertThatThrownBy(() -> read(OK + "Content-Length: " + length + "\r\n\r\nbody"))
                .hasMessage(TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "0000000000000000000000004"})
    void a_length_may_have_zeros_before_it(String length) throws Exception {
        assertThat(read(OK + "Content-Length: " + length + "\r\n\r\nbody more").body())
                .isEqualTo("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "+1", "", "-1", "g", "0x1", "1 1", ";x"})
    void a_chunk_whose_length_is_anything_but_hexadecimal_digits_is_malformed(String length) {
        assertThatThrownBy(() -> chunked(length + "\r\na\r\n0\r\n\r\n"))
                .hasMessage("the server sent a malformed length");
    }

    @Test
    void a_chunk_that_no_integer_counts_is_too_large() {
        assertThatThrownBy(() -> chunked("100000001\r\na\r\n0\r\n\r\n")).hasMessage(TOO_LARGE);
    }

    @Test
    void any_character_may_be_in_a_reason_phrase() throws Exception {
        assertThat(read("HTTP/1.1 200 O\0K\r\n\r\n").status()).isEqualTo(200);
    }

    @Test
    void chunks_with_extensions_and_trailers_are_joined() throws Exception {
        assertThat(chunked("A ;name=value\r\n0123456789\r\n1\r\na\r\n0\r\nTrailer: x\r\n\r\n")
                        .body())
                .isEqualTo("0123456789a");
    }

    @Test
    void each_chunk_has_its_own_head() throws Exception {
        String extension = ";" + "x".repeat(HttpResponseReader.MAX_HEAD / 2);
        assertThat(chunked("1" + extension + "\r\na\r\n1" + extension + "\r\nb\r\n1" + extension + "\r\nc\r\n0\r\n\r\n")
                        .body())
                .isEqualTo("abc");
    }

    @Test
    void a_chunk_longer_than_its_declared_length_is_rejected() {
        assertThatThrownBy(() -> chunked("1\r\nab\r\n0\r\n\r\n"))
                .hasMessage("a chunk was longer than its stated length");
    }

    @Test
    void another_transfer_coding_is_rejected() {
        assertThatThrownBy(() -> read(OK + "Transfer-Encoding: gzip\r\n\r\nbody"))
                .hasMessage("the server used an unknown transfer encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nA: b"})
    void a_connection_that_ends_in_the_head_is_an_error(String start) {
        assertThatThrownBy(() -> read(start))
                .isInstanceOf(EOFException.class)
                .hasMessage("the server closed the connection without an answer");
    }

    @Test
    void a_connection_that_ends_in_the_body_is_an_error() {
        assertThatThrownBy(() -> read(OK + "Content-Length: 5\r\n\r\nbody"))
                .isInstanceOf(EOFException.class)
                .hasMessage("the server closed the connection in the middle of its answer");
        assertThatThrownBy(() -> chunked("5\r\nbody"))
                .isInstanceOf(EOFException.class)
                .hasMessage("the server closed the connection in the middle of its answer");
    }

    /** Line feeds are not counted. */
    private static String head(int characters) {
        String start = OK + "X: ";
        String end = "\r\n\r\n";
        int lineFeeds = 3;
        return start + "x".repeat(characters + lineFeeds - start.length() - end.length()) + end;
    }

    private static HttpResponse chunked(String chunks) throws IOException {
        return read(OK + "Transfer-Encoding: Chunked\r\n\r\n" + chunks);
    }

    private static HttpResponse read(String answer) throws IOException {
        return new HttpResponseReader(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8))).read();
    }
}
