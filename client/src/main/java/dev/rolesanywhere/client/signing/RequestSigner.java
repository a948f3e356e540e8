package dev.rolesanywhere.client.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SigV4-X509: the signature is the key's own over the string to sign; there is no derived key.
 * Source: Roles Anywhere user guide, "Authentication and signing process".
 */
public final class RequestSigner {
    private static final String SERVICE = "rolesanywhere";

    private RequestSigner() {}

    /**
     * The headers to send, {@code Host} and {@code Authorization} among them. Each attempt needs a new signature.
     *
     * @throws GeneralSecurityException when the key cannot sign or a certificate cannot be encoded
     */
    public static Map<String, String> sign(
            SignableRequest request, SigningIdentity identity, String region, Instant now)
            throws GeneralSecurityException {
        String date = basicDate(now);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", request.host());
        headers.put("Content-Type", "application/json");
        headers.put("X-Amz-Content-Sha256", sha256(request.bodyBytes()));
        headers.put("X-Amz-Date", date);
        headers.put("X-Amz-X509", base64(identity.leaf()));
        if (!identity.chain().isEmpty()) {
            headers.put("X-Amz-X509-Chain", chain(identity));
        }
        CanonicalRequest canonical = new CanonicalRequest(request.path(), headers, sha256(request.bodyBytes()));
        SigningAlgorithm algorithm = SigningAlgorithm.of(identity.key());
        String scope = date.substring(0, 8) + "/" + region + "/" + SERVICE + "/aws4_request";
        String signature = signature(identity, algorithm, stringToSign(algorithm, date, scope, canonical));
        headers.put(
                "Authorization",
                algorithm.id() + " Credential=" + identity.leaf().getSerialNumber() + "/" + scope + ", SignedHeaders="
                        + canonical.signedHeaders() + ", Signature=" + signature);
        return headers;
    }

    private static String stringToSign(
            SigningAlgorithm algorithm, String date, String scope, CanonicalRequest canonical)
            throws GeneralSecurityException {
        return algorithm.id() + "\n" + date + "\n" + scope + "\n"
                + sha256(canonical.text().getBytes(StandardCharsets.UTF_8));
    }

    /** Names no provider, so that the JDK chooses the provider of a key in a hardware token. */
    private static String signature(SigningIdentity identity, SigningAlgorithm algorithm, String stringToSign)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm.jca());
        signature.initSign(identity.key());
        signature.update(stringToSign.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(signature.sign());
    }

    private static String chain(SigningIdentity identity) throws GeneralSecurityException {
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : identity.chain()) {
            chain.append(chain.isEmpty() ? "" : ",").append(base64(certificate));
        }
        return chain.toString();
    }

    private static String base64(X509Certificate certificate) throws GeneralSecurityException {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }

    static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** {@code yyyyMMdd'T'HHmmss'Z'}, cut out of the ISO form: a DateTimeFormatter costs a megabyte of classes. */
    static String basicDate(Instant now) {
        String iso = Instant.ofEpochSecond(now.getEpochSecond()).toString();
        return iso.substring(0, 19).replace("-", "").replace(":", "") + "Z";
    }
}
