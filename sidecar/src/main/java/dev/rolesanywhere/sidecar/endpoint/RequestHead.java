package dev.rolesanywhere.sidecar.endpoint;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of an HTTP/1.x request. */
record RequestHead(String method, String path, Map<String, String> headers) {
    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** Null for what is no request, or says a header twice: which of the two counts must not be a matter of taste. */
    static @Nullable RequestHead parse(String head) {
        String[] lines = head.split("\n", -1);
        String[] start = lines[0].split(" ", -1);
        if (start.length != 3 || !start[1].startsWith("/") || !start[2].startsWith("HTTP/1.")) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0
                    || headers.put(
                                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                                    lines[i].substring(colon + 1).strip())
                            != null) {
                return null;
            }
        }
        int query = start[1].indexOf('?');
        return new RequestHead(start[0], query < 0 ? start[1] : start[1].substring(0, query), headers);
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
