package dev.rolesanywhere.sidecar.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.fuzz.Target;

/**
 * Requests that any process of the pod may send to the credential endpoint. The first byte sets the size of the
 * portions.
 */
public final class RequestHeadTarget {
    private RequestHeadTarget() {}

    public static Target target() {
        String whole = "\377";
        return Target.of(
                "endpoint-request-head",
                RequestHeadTarget::feed,
                whole + "GET /v1/credentials HTTP/1.1\r\nHost: 127.0.0.1:9911\r\nAuthorization: token\r\n\r\n",
                "\3GET /v1/credentials/a?b HTTP/1.0\nHost: localhost\nContent-Length: 0\n\n",
                whole + "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                whole + "GET / HTTP/1.1\r\nX: " + "x".repeat(HeadBuffer.MAX_BYTES) + "\r\n\r\n");
    }

    private static void feed(byte[] input) {
        if (input.length == 0) {
            return;
        }
        HeadBuffer buffer = new HeadBuffer();
        int taken = arrive(buffer, input);
        assertThat(taken - 1).isLessThanOrEqualTo(HeadBuffer.MAX_BYTES);
        if (!buffer.isComplete()) {
            assertThat(buffer.isTooLong()).isEqualTo(taken - 1 == HeadBuffer.MAX_BYTES);
            return;
        }
        String head = buffer.text();
        assertThat(new String(input, 1, taken - 1, ISO_8859_1).replace("\r", ""))
                .isEqualTo(head + "\n\n");
        RequestHead request = RequestHead.parse(head);
        if (request != null) {
            request.hasBody();
            assertThat(request.path()).startsWith("/").doesNotContain("?", " ", "\n");
            assertThat(request.method()).doesNotContain(" ", "\n");
            assertThat(request.headers())
                    .hasSize((int) head.lines().count() - 1)
                    .hasSizeLessThanOrEqualTo(RequestHead.MAX_HEADERS);
        }
    }

    /** In portions of 4, 8 or up to 1,020 bytes, until the head accepts no more. */
    private static int arrive(HeadBuffer buffer, byte[] input) {
        int portion = Math.max(1, (input[0] & 0xff) << 2);
        int at = 1;
        while (at < input.length && !buffer.isComplete() && !buffer.isTooLong()) {
            int taken = buffer.take(input, at, Math.min(input.length, at + portion));
            assertThat(taken).isGreaterThan(at);
            at = taken;
        }
        return at;
    }
}
