package dev.rolesanywhere.sidecar.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** What any process of the pod may send to the credential endpoint. The first byte says in which portions it arrives. */
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
                whole + "GET / HTTP/1.1\r\nX: " + "x".repeat(HttpServer.MAX_HEAD) + "\r\n\r\n");
    }

    private static void feed(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        String head = HttpServer.readHead(new Arriving(input));
        if (head == null) {
            return;
        }
        assertThat(head.length()).isLessThan(HttpServer.MAX_HEAD);
        assertThat(new String(input, 1, input.length - 1, ISO_8859_1).replace("\r", ""))
                .startsWith(head + "\n\n");
        RequestHead request = RequestHead.parse(head);
        if (request != null) {
            request.hasBody();
            assertThat(request.path()).startsWith("/").doesNotContain("?", " ", "\n");
            assertThat(request.method()).doesNotContain(" ", "\n");
            assertThat(request.headers()).hasSize((int) head.lines().count() - 1);
        }
    }

    /** A connection whose bytes arrive in portions of 4, 8 or up to 1,024 bytes. */
    private static final class Arriving extends Socket {
        private final InputStream in;

        Arriving(byte[] input) {
            int portion = Math.max(1, (input[0] & 0xff) << 2);
            this.in = new ByteArrayInputStream(input, 1, input.length - 1) {
                @Override
                public synchronized int read(byte[] into, int offset, int length) {
                    return super.read(into, offset, Math.min(length, portion));
                }

                @Override
                public int read(byte[] into) {
                    return read(into, 0, into.length);
                }
            };
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public void setSoTimeout(int timeout) {
            // Nothing here is slow.
        }
    }
}
