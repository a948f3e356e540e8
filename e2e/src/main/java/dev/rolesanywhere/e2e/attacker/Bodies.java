package dev.rolesanywhere.e2e.attacker;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Untrusted content for an AdmissionReview, a token or an outcome. */
final class Bodies {
    static final int MEGABYTE = 1024 * 1024;

    private Bodies() {}

    /** An AdmissionReview about a pod, with this as {@code request.namespace}; JSON needs no escapes for what the attacks write. */
    static byte[] review(String namespace) {
        return review(
                namespace,
                "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"serviceAccountName\":\"app\","
                        + "\"containers\":[{\"name\":\"app\",\"image\":\"app:1\"}]}}");
    }

    static byte[] review(String namespace, String object) {
        return bytes("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\","
                + "\"operation\":\"CREATE\",\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"},"
                + "\"namespace\":\"" + namespace + "\",\"object\":" + object + "}}");
    }

    /** {@code [{},{},…]}, with the given length in bytes. */
    static String emptyObjects(int size) {
        return "[" + "{},".repeat(size / 3 - 1) + "{}]";
    }

    static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    static String nestedObjects(int depth) {
        return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    /** A token in the API server's form for the pod, but without a valid signature. */
    static String unsignedToken(int number) {
        String claims =
                "{\"aud\":[\"rolesanywhere.dev\"],\"exp\":4102444800,\"iat\":%d,\"iss\":\"https://kubernetes.default.svc\",\"kubernetes.io\":{\"namespace\":\"ns-%d\",\"pod\":{\"name\":\"pod-%d\",\"uid\":\"00000000-0000-4000-8000-%012d\"},\"serviceaccount\":{\"name\":\"app\",\"uid\":\"1\"}},\"sub\":\"system:serviceaccount:ns-%d:app\"}"
                        .formatted(System.currentTimeMillis() / 1000, number, number, number, number);
        return base64("{\"alg\":\"RS256\",\"kid\":\"" + number + "\"}") + "." + base64(claims) + "."
                + base64("x".repeat(256));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
    }

    /** Refusals of this role with every kind of text that is not a plain sentence. */
    static byte[] outcomes(String role) {
        String[] reasons = {"AccessDenied", "Throttled", "RefusedUnknown", "\\u009b31m"};
        String[] messages = {
            "\\u009b2J\\u009b31m our own words",
            "\\u001b[2J\\u0007 bell",
            "\\u202e\\u2066 right to left",
            "\\ud800 half a pair",
            "\\u0000 zero",
            "\\u2028 line \\u2029 paragraph",
            "\\ufffe\\uffff\\ufdd0",
            "\\udb40\\udc41\\udb40\\udc42 tags",
            "e\\u0301".repeat(2_000),
            "x".repeat(20_000),
        };
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            items.append(i == 0 ? "" : ",")
                    .append(
                            "{\"role\":\"%s\",\"reason\":\"%s\",\"message\":\"%s\",\"httpStatus\":403,\"requestId\":\"\\u009b1\"}"
                                    .formatted(role, reasons[i % reasons.length], messages[i]));
        }
        return bytes("{\"outcomes\":[" + items + "]}");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
