package dev.rolesanywhere.sidecar.endpoint;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP/1.x request. */
public record RequestHead(String method, String path, Map<String, String> headers) {
    static final int MAX_HEADERS = 64;

    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /**
     * Null if the text is not a request, has more than {@value #MAX_HEADERS} headers, or has a header twice, which would be ambiguous.
     */
    static @Nullable RequestHead parse(String head) {
        int end = endOfLine(head, 0);
        String[] start = head.substring(0, end).split(" ", 4);
        if (start.length != 3 || !start[1].startsWith("/") || !start[2].startsWith("HTTP/1.")) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        while (end < head.length()) {
            int from = end + 1;
            end = endOfLine(head, from);
            if (headers.size() == MAX_HEADERS || !put(headers, head.substring(from, end))) {
                return null;
            }
        }
        int query = start[1].indexOf('?');
        return new RequestHead(start[0], query < 0 ? start[1] : start[1].substring(0, query), headers);
    }

    private static int endOfLine(String head, int from) {
        int end = head.indexOf('\n', from);
        return end < 0 ? head.length() : end;
    }

    private static boolean put(Map<String, String> headers, String line) {
        int colon = line.indexOf(':');
        return colon > 0
                && headers.put(
                                line.substring(0, colon).toLowerCase(Locale.ROOT),
                                line.substring(colon + 1).strip())
                        == null;
    }

    boolean hasBody() {
        String length = header("content-length");
        return header("transfer-encoding") != null || length != null && !length.equals("0");
    }

    @Override
    public String toString() {
        return "RequestHead[" + method + "]";
    }
}
