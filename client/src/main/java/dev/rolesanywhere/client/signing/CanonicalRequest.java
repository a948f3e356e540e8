package dev.rolesanywhere.client.signing;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The canonical form of a request that the signature covers. Source: IAM user guide, "Create a signed AWS API request". */
final class CanonicalRequest {
    private final SortedMap<String, String> headers = new TreeMap<>();
    private final String path;
    private final String bodyHash;

    CanonicalRequest(String path, Map<String, String> headers, String bodyHash) {
        this.path = path;
        this.bodyHash = bodyHash;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            this.headers.put(lowerCase(header.getKey()), header.getValue());
        }
    }

    String signedHeaders() {
        return String.join(";", headers.keySet());
    }

    /** The text; header values here hold no white space that must be folded. */
    String text() {
        StringBuilder out = new StringBuilder("POST\n").append(path).append("\n\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            out.append(header.getKey()).append(':').append(header.getValue()).append('\n');
        }
        return out.append('\n')
                .append(signedHeaders())
                .append('\n')
                .append(bodyHash)
                .toString();
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }
}
