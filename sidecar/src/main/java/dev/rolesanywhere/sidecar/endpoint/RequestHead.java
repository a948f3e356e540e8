package dev.rolesanywhere.sidecar.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Method, path and headers of a request: all that a GET has. */
record RequestHead(String method, String path, Map<String, String> headers) {
    private static final int LARGEST = 8192;

    /** @return null where it is no HTTP request, or too large */
    static @Nullable RequestHead read(InputStream in) throws IOException {
        byte[] buffer = new byte[LARGEST];
        int length = 0;
        while (length < LARGEST) {
            int n = in.read(buffer, length, LARGEST - length);
            if (n < 0) {
                return null;
            }
            length += n;
            int end = end(buffer, length);
            if (end >= 0) {
                return parse(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
            }
        }
        return null;
    }

    static @Nullable RequestHead parse(String text) {
        String[] lines = text.split("\r\n");
        String[] first = lines[0].split(" ");
        if (first.length != 3 || !first[2].startsWith("HTTP/1.") || !first[1].startsWith("/")) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                return null;
            }
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            if (headers.put(name, lines[i].substring(colon + 1).strip()) != null) {
                return null; // a second Host or Authorization means that somebody plays games
            }
        }
        return new RequestHead(first[0], first[1], headers);
    }

    private static int end(byte[] buffer, int length) {
        for (int i = 3; i < length; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                return i - 3;
            }
        }
        return -1;
    }
}
