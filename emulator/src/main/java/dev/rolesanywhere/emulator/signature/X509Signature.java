package dev.rolesanywhere.emulator.signature;

import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies that a request was signed by the key of the certificate that it carries. All failures are "Invalid signature" to the caller, as
 * AWS has it, except a clock that is off.
 *
 * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html">Signing process</a>
 */
public final class X509Signature {
    /** How far client and service may be apart. AWS does not publish it; five minutes is what its other services use. */
    public static final Duration CLOCK_WINDOW = Duration.ofMinutes(5);

    private static final List<String> SIGNED_WHERE_PRESENT =
            List.of("content-type", "x-amz-content-sha256", "x-amz-date", "x-amz-x509", "x-amz-x509-chain");

    private X509Signature() {}

    /**
     * Refuses the request unless all checks pass.
     *
     * @param region the region of the trust anchor, which the scope must name
     */
    public static void verify(
            Request request, Authorization authorization, X509Certificate leaf, String region, Instant now) {
        SigningTime.problem(request, authorization, now, CLOCK_WINDOW).ifPresent(problem -> {
            throw Refusal.denied(problem, problem);
        });
        problem(request, authorization, leaf, region).ifPresent(reason -> {
            throw Refusal.denied("Invalid signature", reason);
        });
    }

    private static Optional<String> problem(
            Request request, Authorization authorization, X509Certificate leaf, String region) {
        String serial = leaf.getSerialNumber().toString();
        if (!authorization.principal().equals(serial)) {
            return Optional.of("Credential names serial " + authorization.principal() + ", the certificate's serial is "
                    + serial + " in decimal");
        }
        if (!authorization.scope().service().equals("rolesanywhere")) {
            return Optional.of("The credential scope names service "
                    + authorization.scope().service() + " instead of rolesanywhere");
        }
        if (!authorization.scope().region().equals(region)) {
            return Optional.of("The credential scope names region "
                    + authorization.scope().region() + ", the trust anchor is in " + region);
        }
        return unsignedHeader(request, authorization)
                .or(() -> wrongBodyDigest(request))
                .or(() -> wrongSignature(request, authorization, leaf));
    }

    private static Optional<String> unsignedHeader(Request request, Authorization authorization) {
        return Stream.concat(Stream.of("host"), SIGNED_WHERE_PRESENT.stream().filter(name -> request.header(name)
                        .isPresent()))
                .filter(name -> !authorization.signedHeaders().contains(name))
                .findFirst()
                .map(name -> "The header " + name + " is not signed");
    }

    private static Optional<String> wrongBodyDigest(Request request) {
        return request.header("x-amz-content-sha256")
                .filter(digest -> !digest.equals(Digests.sha256Hex(request.body())))
                .map(digest -> "X-Amz-Content-Sha256 is not the SHA-256 of the body");
    }

    private static Optional<String> wrongSignature(Request request, Authorization authorization, X509Certificate leaf) {
        Optional<X509Algorithm> algorithm = X509Algorithm.named(authorization.algorithm());
        if (algorithm.isEmpty()) {
            return Optional.of("Unknown algorithm " + authorization.algorithm()
                    + "; AWS4-X509-RSA-SHA256 and AWS4-X509-ECDSA-SHA256 are known");
        }
        String key = leaf.getPublicKey().getAlgorithm();
        if (!algorithm.get().keyAlgorithm().equals(key)) {
            return Optional.of(authorization.algorithm() + " does not fit the certificate's " + key + " key");
        }
        try {
            Signature verifier = Signature.getInstance(algorithm.get().jdkName());
            verifier.initVerify(leaf.getPublicKey());
            verifier.update(
                    CanonicalRequest.stringToSign(request, authorization).getBytes(StandardCharsets.UTF_8));
            if (verifier.verify(HexFormat.of().parseHex(authorization.signature()))) {
                return Optional.empty();
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.of("The signature is not well-formed");
        }
        return Optional.of("The signature does not verify over the request as received, with the certificate's key");
    }
}
