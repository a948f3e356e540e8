package dev.rolesanywhere.client.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4 with a session's secret access key. Source: IAM user guide, "Create a signed AWS API request". */
public final class SessionSigner {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String END = "aws4_request";

    private SessionSigner() {}

    /**
     * The headers to send, {@code Host} and {@code Authorization} among them. Each attempt needs a new signature.
     *
     * @param service as in the credential scope: {@code sts}
     * @throws GeneralSecurityException when the JDK lacks HMAC or SHA-256
     */
    public static Map<String, String> sign(
            SignableRequest request, String contentType, SessionKeys keys, String service, String region, Instant now)
            throws GeneralSecurityException {
        String date = RequestSigner.basicDate(now);
        String hash = RequestSigner.sha256(request.bodyBytes());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", request.host());
        headers.put("Content-Type", contentType);
        headers.put("X-Amz-Content-Sha256", hash);
        headers.put("X-Amz-Date", date);
        headers.put("X-Amz-Security-Token", keys.sessionToken());
        CanonicalRequest canonical = new CanonicalRequest(request.path(), headers, hash);
        String day = date.substring(0, 8);
        String scope = day + "/" + region + "/" + service + "/" + END;
        String toSign = ALGORITHM + "\n" + date + "\n" + scope + "\n"
                + RequestSigner.sha256(canonical.text().getBytes(StandardCharsets.UTF_8));
        byte[] key = hmac(("AWS4" + keys.secretAccessKey()).getBytes(StandardCharsets.UTF_8), day);
        byte[] signature = hmac(hmac(hmac(hmac(key, region), service), END), toSign);
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + keys.accessKeyId() + "/" + scope + ", SignedHeaders="
                        + canonical.signedHeaders() + ", Signature="
                        + HexFormat.of().formatHex(signature));
        return headers;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
