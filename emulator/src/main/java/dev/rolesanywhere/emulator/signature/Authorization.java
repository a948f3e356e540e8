package dev.rolesanywhere.emulator.signature;

import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code Authorization} header of Signature Version 4.
 *
 * @param algorithm its first word
 * @param principal the part before the scope: an access key ID, or a certificate's serial number in decimal
 * @param signedHeaders lower-case names in the order given
 * @param signature lower-case hex as sent
 */
public record Authorization(
        String algorithm, String principal, Scope scope, List<String> signedHeaders, String signature) {
    /** The scope a signature is good for, {@code 20260102/eu-west-1/rolesanywhere/aws4_request}. */
    public record Scope(String date, String region, String service) {
        @Override
        public String toString() {
            return String.join("/", date, region, service, "aws4_request");
        }
    }

    public Authorization {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /** Reads the header, or refuses the request as AWS does. */
    public static Authorization of(Request request) {
        String header = request.header("authorization")
                .orElseThrow(() ->
                        Refusal.of(ErrorType.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token"));
        String[] words = header.strip().split("\\s+", 2);
        Map<String, String> parts = parts(words.length == 2 ? words[1] : "");
        return new Authorization(
                words[0],
                credential(part(parts, "Credential"))[0],
                scope(part(parts, "Credential")),
                Arrays.asList(part(parts, "SignedHeaders").split(";")),
                part(parts, "Signature"));
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return parts;
    }

    private static String part(Map<String, String> parts, String name) {
        return Optional.ofNullable(parts.get(name))
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> Refusal.of(
                        ErrorType.INCOMPLETE_SIGNATURE, "Authorization header requires '" + name + "' parameter."));
    }

    private static String[] credential(String credential) {
        String[] parts = credential.split("/", -1);
        if (parts.length != 5 || !parts[4].equals("aws4_request")) {
            throw Refusal.of(
                    ErrorType.INCOMPLETE_SIGNATURE,
                    "Credential must have exactly 5 slash-delimited elements, e.g."
                            + " keyid/date/region/service/aws4_request");
        }
        return parts;
    }

    private static Scope scope(String text) {
        String[] parts = credential(text);
        return new Scope(parts[1], parts[2], parts[3]);
    }
}
