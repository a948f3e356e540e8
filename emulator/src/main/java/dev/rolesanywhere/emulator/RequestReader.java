package dev.rolesanywhere.emulator;

import dev.rolesanywhere.emulator.protocol.Body;
import dev.rolesanywhere.emulator.protocol.ClockShift;
import dev.rolesanywhere.emulator.protocol.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Reads HTTP/1.1 requests of one connection unchanged: the JDK's server would decode the target and set {@code Date} from the
 * machine's clock.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class RequestReader {
    private static final int MAX_HEAD_BYTES = 256 * 1024;
    private static final int MAX_BODY_BYTES = 1_000_000;

    /** A request that is not HTTP, or is too large. */
    static final class MalformedRequestException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedRequestException(String message) {
            super(message);
        }
    }

    private final InputStream in;
    private final OutputStream out;
    private final Supplier<UUID> ids;

    /**
     * Reads from a connection.
     *
     * @param out output for {@code 100 Continue}
     */
    RequestReader(InputStream in, OutputStream out, Supplier<UUID> ids) {
        this.in = in;
        this.out = out;
        this.ids = ids;
    }

    /** The next request; empty if the client closed the connection. */
    Optional<Request> next() throws IOException {
        Optional<String> first = line(MAX_HEAD_BYTES);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ", -1);
        if (words.length != 3 || !words[1].startsWith("/") || !words[2].startsWith("HTTP/1.")) {
            throw new MalformedRequestException("Not an HTTP/1.1 request line");
        }
        Map<String, List<String>> headers = headers();
        if (List.of("100-continue").equals(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        int question = words[1].indexOf('?');
        return Optional.of(new Request(
                ids.get().toString(),
                words[0],
                question < 0 ? words[1] : words[1].substring(0, question),
                question < 0 ? "" : words[1].substring(question + 1),
                headers,
                new Body(body(headers)),
                ClockShift.NONE));
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        int left = MAX_HEAD_BYTES;
        for (String line = headerLine(left); !line.isEmpty(); line = headerLine(left)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new MalformedRequestException("A header without a name");
            }
            left -= line.length();
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String headerLine(int limit) throws IOException {
        return line(limit).orElseThrow(() -> new MalformedRequestException("The request ends within its headers"));
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            return chunks();
        }
        List<String> length = headers.getOrDefault("content-length", List.of("0"));
        return exactly(number(length.getFirst(), 10));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(exactly(size));
            headerLine(2);
            if (body.size() > MAX_BODY_BYTES) {
                throw new MalformedRequestException("The body is too large");
            }
        }
        headers();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return number(headerLine(MAX_HEAD_BYTES).split(";", 2)[0].strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new MalformedRequestException("The request ends within its body");
        }
        return bytes;
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseUnsignedInt(text, radix);
            if (text.charAt(0) == '+') {
                throw new MalformedRequestException("A length that is not a number");
            }
            if (number >= 0 && number <= MAX_BODY_BYTES) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new MalformedRequestException("A length that is not a number");
        }
        throw new MalformedRequestException("The body is too large");
    }

    /** A line without its line break. Header bytes are decoded as ISO 8859-1. */
    private Optional<String> line(int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return Optional.empty();
            }
            if (line.size() > limit) {
                throw new MalformedRequestException("The headers are too large");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
