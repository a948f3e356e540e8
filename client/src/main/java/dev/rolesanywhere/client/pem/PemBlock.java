package dev.rolesanywhere.client.pem;

import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One block that begins in a PEM text.
 *
 * @param label the label in the BEGIN line
 * @param line number of the BEGIN line, from 1
 * @param body the text between the BEGIN and the END line
 * @param framing the defect of these two lines; null if both are correct. Never quotes the body
 */
public record PemBlock(
        String label, int line, String body, @Nullable String framing) {

    /** The decoded content, or why it cannot be decoded. */
    public sealed interface Content {
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Bytes(byte[] der) implements Content {}

        /** @param problem a clause about the block; never quotes it, because users confuse keys with certificates */
        record Unreadable(String problem) implements Content {}
    }

    /** Whether it is one X.509 certificate, under any of the names that tools give it. */
    public boolean isCertificate() {
        return switch (label) {
            case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> true;
            default -> false;
        };
    }

    /** Whether OpenSSL's trust settings follow the certificate. */
    public boolean hasTrustSettings() {
        return label.equals("TRUSTED CERTIFICATE");
    }

    /** Whether the block may hold certificates that are not read: a container, or an unknown label. */
    public boolean mayHoldCertificates() {
        return !isCertificate()
                && (label.contains("PKCS7")
                        || label.contains("PKCS #7")
                        || label.equals("CMS")
                        || label.contains("CERT") && !label.contains("REQUEST") && !label.contains("ATTRIBUTE"));
    }

    /** Without white space and without header lines (RFC 1421), which have a colon. */
    public Content content() {
        if (framing != null) {
            return new Content.Unreadable(framing);
        }
        StringBuilder base64 = new StringBuilder(body.length());
        for (String each : body.split("\n", -1)) {
            if (each.contains(":")) {
                continue;
            }
            for (int i = 0; i < each.length(); i++) {
                char c = each.charAt(i);
                if (isBase64(c)) {
                    base64.append(c);
                } else if (!PemText.isBlank(c)) {
                    return new Content.Unreadable("it holds a character that is not base64, "
                            + String.format(Locale.ROOT, "U+%04X", (int) c)
                            + (c == '\\' ? ": use real line breaks instead of \\n" : ""));
                }
            }
        }
        if (base64.isEmpty()) {
            return new Content.Unreadable("it is empty");
        }
        try {
            return new Content.Bytes(Base64.getDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
            // The cause would quote the input.
            return new Content.Unreadable("its base64 is cut off or damaged");
        }
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=';
    }

    /** Without the body, which may be a key. */
    @Override
    public String toString() {
        return "PemBlock[" + label + ", line " + line + "]";
    }
}
