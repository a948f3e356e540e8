package dev.rolesanywhere.client.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one HTTP/1.1 response (RFC 9112) within bounds: 64 KiB of headers, 1 MiB of body. */
final class HttpResponseReader {
    static final int MAX_HEAD = 64 << 10;
    static final int MAX_BODY = 1 << 20;

    private final InputStream in;
    private int headLeft = MAX_HEAD;

    HttpResponseReader(InputStream in) {
        this.in = in;
    }

    /** Status and headers, after any 1xx responses. Does not read the body. */
    HttpResponse readHead() throws IOException {
        int status = statusLine(line());
        Map<String, String> headers = headers();
        return status >= 100 && status < 200 ? readHead() : new HttpResponse(status, headers, "");
    }

    HttpResponse read() throws IOException {
        HttpResponse head = readHead();
        byte[] body = head.status() == 204 || head.status() == 304 ? new byte[0] : body(head.headers());
        return new HttpResponse(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        String coding = headers.get("transfer-encoding");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new ProtocolException("the server used an unknown transfer encoding");
            }
            return chunks();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String length = headers.get("content-length");
        if (length == null) {
            copy(out, MAX_BODY + 1, false);
        } else {
            copy(out, size(length, 10), true);
        }
        return out.toByteArray();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (true) {
            headLeft = MAX_HEAD;
            String withoutExtensions = line().split(";", 2)[0];
            int size = size(withoutExtensions.strip(), 16);
            if (size == 0) {
                headers();
                return out.toByteArray();
            }
            copy(out, size, true);
            if (!line().isEmpty()) {
                throw new ProtocolException("a chunk was longer than its stated length");
            }
        }
    }

    private void copy(ByteArrayOutputStream out, int size, boolean exact) throws IOException {
        byte[] buffer = new byte[Math.min(size, 8192)];
        for (int left = size; left > 0; ) {
            int n = in.read(buffer, 0, Math.min(left, buffer.length));
            if (n < 0) {
                if (exact) {
                    throw new EOFException("the server closed the connection in the middle of its answer");
                }
                return;
            }
            left -= n;
            out.write(buffer, 0, n);
            if (out.size() > MAX_BODY) {
                throw new ProtocolException("the answer is larger than 1 MiB");
            }
        }
    }

    /** Only digits: a proxy may interpret a sign or a space differently. */
    private static int size(String text, int radix) throws IOException {
        if (text.isEmpty()) {
            throw new ProtocolException("the server sent a malformed length");
        }
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                throw new ProtocolException("the server sent a malformed length");
            }
            size = size * radix + digit;
            if (size > MAX_BODY) {
                throw new ProtocolException("the answer is larger than 1 MiB");
            }
        }
        return size;
    }

    private static int statusLine(String line) throws IOException {
        // HTTP/1.1 200 OK
        if (line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ') {
            try {
                int status = Integer.parseInt(line.substring(9, 12));
                // Rejects a sign, which would leave two digits.
                if (status >= 100 && status < 600) {
                    return status;
                }
            } catch (NumberFormatException e) {
                throw new ProtocolException("the server does not speak HTTP/1.1");
            }
        }
        throw new ProtocolException("the server does not speak HTTP/1.1");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ProtocolException("the server sent a malformed header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection without an answer");
            }
            if (--headLeft <= 0) {
                throw new ProtocolException("the answer's headers are larger than 64 KiB");
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
}
