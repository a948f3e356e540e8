package dev.rolesanywhere.emulator.signature;

import dev.rolesanywhere.emulator.protocol.Query;
import dev.rolesanywhere.emulator.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The canonical request of Signature Version 4, rebuilt from the request as it was received.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a signed request</a>
 */
public final class CanonicalRequest {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private CanonicalRequest() {}

    /** The canonical request over the given headers; a signed header that the request lacks counts as empty. */
    public static String of(Request request, List<String> signedHeaders) {
        return of(request, signedHeaders, Digests.sha256Hex(request.body()));
    }

    private static String of(Request request, List<String> signedHeaders, String payload) {
        List<String> sorted = signedHeaders.stream().sorted().toList();
        String headers = sorted.stream()
                .map(name -> name + ":"
                        + request.header(name).map(CanonicalRequest::trimmed).orElse("") + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                path(request.path()),
                query(request.parameters()),
                headers,
                String.join(";", sorted),
                payload);
    }

    /** The string to sign: algorithm, time, scope, and the digest of the canonical request. */
    public static String stringToSign(Request request, Authorization authorization) {
        String canonical = of(request, authorization.signedHeaders(), payload(request, authorization));
        return String.join(
                "\n",
                authorization.algorithm(),
                request.header("x-amz-date").orElse(""),
                authorization.scope().toString(),
                Digests.sha256Hex(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    /** S3 accepts a request with an unsigned body, if the request says so. */
    private static String payload(Request request, Authorization authorization) {
        boolean unsigned = authorization.scope().service().equals("s3")
                && request.header("x-amz-content-sha256")
                        .filter("UNSIGNED-PAYLOAD"::equals)
                        .isPresent();
        return unsigned ? "UNSIGNED-PAYLOAD" : Digests.sha256Hex(request.body());
    }

    private static String trimmed(String value) {
        return value.strip().replaceAll(" +", " ");
    }

    /** Every service except S3 encodes the received path a second time. */
    private static String path(String raw) {
        String path = raw.isEmpty() ? "/" : raw;
        return List.of(path.split("/", -1)).stream()
                .map(CanonicalRequest::encoded)
                .collect(Collectors.joining("/"));
    }

    private static String query(Query query) {
        return query.parameters().stream()
                .map(parameter -> new Query.Parameter(encoded(parameter.name()), encoded(parameter.value())))
                .sorted(Comparator.comparing(Query.Parameter::name).thenComparing(Query.Parameter::value))
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
    }

    /** RFC 3986: everything but unreserved characters as {@code %XX}. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
