package dev.rolesanywhere.emulator.signature;

import dev.rolesanywhere.emulator.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Verifies an ordinary Signature Version 4 with a secret access key. */
public final class SecretKeySignature {
    private SecretKeySignature() {}

    /** Whether the request was signed with this secret. */
    public static boolean verifies(Request request, Authorization authorization, String secretAccessKey) {
        Authorization.Scope scope = authorization.scope();
        byte[] date = Digests.hmacSha256(("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8), scope.date());
        byte[] region = Digests.hmacSha256(date, scope.region());
        byte[] service = Digests.hmacSha256(region, scope.service());
        byte[] key = Digests.hmacSha256(service, "aws4_request");
        String expected = HexFormat.of()
                .formatHex(Digests.hmacSha256(key, CanonicalRequest.stringToSign(request, authorization)));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                authorization.signature().getBytes(StandardCharsets.UTF_8));
    }
}
