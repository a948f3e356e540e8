package dev.rolesanywhere.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.emulator.protocol.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void the_target_is_unchanged() throws IOException {
        Request request = read("GET /a%2Fb?x=%41&y=a+b HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(request.path()).isEqualTo("/a%2Fb");
        assertThat(request.query()).isEqualTo("x=%41&y=a+b");
    }

    @Test
    void header_names_are_lower_case_and_values_in_order() throws IOException {
        Request request = read("GET / HTTP/1.1\r\nX-A:  one \r\nx-a: two\r\n\r\n");

        assertThat(request.header("x-a")).contains("one,two");
    }

    @Test
    void a_body_with_content_length_is_read() throws IOException {
        assertThat(read("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcd").bodyText())
                .isEqualTo("abc");
    }

    @Test
    void chunks_are_joined() throws IOException {
        assertThat(read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")
                        .bodyText())
                .isEqualTo("abcde");
    }

    @Test
    void a_client_with_expect_gets_100_continue() throws IOException {
        read("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na");

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    }

    @Test
    void the_end_of_the_connection_is_the_end_of_requests() throws IOException {
        assertThat(reader("").next()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HELLO\\r\\n, Not an HTTP/1.1 request line",
        "GET / HTTP/1.1\\r\\nx\\r\\n\\r\\n, A header without a name",
        "GET / HTTP/1.1\\r\\n, The request ends within its headers",
        "POST / HTTP/1.1\\r\\nContent-Length: 5\\r\\n\\r\\nab, The request ends within its body",
        "POST / HTTP/1.1\\r\\nContent-Length: 1000001\\r\\n\\r\\n, The body is too large",
        "POST / HTTP/1.1\\r\\nContent-Length: x\\r\\n\\r\\n, A length that is not a number",
        "POST / HTTP/1.1\\r\\nContent-Length: +4\\r\\n\\r\\n, A length that is not a number",
        "POST / HTTP/1.1\\r\\nContent-Length: -0\\r\\n\\r\\n, A length that is not a number",
    })
    void an_invalid_request_is_rejected(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\r", "\r").replace("\\n", "\n")))
                .hasMessage(message);
    }

    private Request read(String text) throws IOException {
        return reader(text).next().orElseThrow();
    }

    private RequestReader reader(String text) {
        return new RequestReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), out, () -> new UUID(0, 0));
    }
}
