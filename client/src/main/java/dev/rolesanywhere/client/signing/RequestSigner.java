package dev.rolesanywhere.client.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SigV4 with an X.509 key: the string to sign is signed directly, there is no derived key. Validity of the certificate is AWS's to judge.
 *
 * @see <a href="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html">Signing process</a>
 */
public final class RequestSigner {
    private RequestSigner() {}

    /**
     * Signs a POST without a query.
     *
     * @param headers further headers to send and sign, names in lower case; {@code host} and {@code content-type} belong here
     * @throws GeneralSecurityException where the key cannot sign or a certificate cannot be encoded
     */
    public static SignedRequest sign(
            SigningIdentity identity, String region, String path, Map<String, String> headers, byte[] body, Instant now)
            throws GeneralSecurityException {
        String date = timestamp(now);
        String scope = date.substring(0, 8) + "/" + region + "/rolesanywhere/aws4_request";

        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("x-amz-date", date);
        signed.put("x-amz-x509", encode(identity.leaf()));
        if (!identity.chain().isEmpty()) {
            signed.put("x-amz-x509-chain", chain(identity)); // AWS refuses an empty one
        }
        String names = String.join(";", signed.keySet());
        String canonical = canonicalRequest(path, signed, names, sha256(body));
        String toSign = identity.algorithm().header() + "\n" + date + "\n" + scope + "\n"
                + sha256(canonical.getBytes(StandardCharsets.UTF_8));

        signed.put(
                "authorization",
                identity.algorithm().header() + " Credential="
                        + identity.leaf().getSerialNumber().toString(10) + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature(identity, toSign));
        return new SignedRequest(signed, canonical, toSign);
    }

    private static String canonicalRequest(
            String path, SortedMap<String, String> headers, String names, String bodyHash) {
        StringBuilder canonical = new StringBuilder("POST\n").append(path).append("\n\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            canonical
                    .append(header.getKey())
                    .append(':')
                    .append(header.getValue().strip())
                    .append('\n');
        }
        return canonical
                .append('\n')
                .append(names)
                .append('\n')
                .append(bodyHash)
                .toString();
    }

    private static String signature(SigningIdentity identity, String toSign) throws GeneralSecurityException {
        // No provider is named, so that a key of a PKCS#11 token finds its own.
        Signature signature = Signature.getInstance(identity.algorithm().jca());
        signature.initSign(identity.key());
        signature.update(toSign.getBytes(StandardCharsets.UTF_8));
        return Hex.of(signature.sign());
    }

    private static String chain(SigningIdentity identity) throws CertificateEncodingException {
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : identity.chain()) {
            chain.append(chain.isEmpty() ? "" : ",").append(encode(certificate));
        }
        return chain.toString();
    }

    private static String encode(X509Certificate certificate) throws CertificateEncodingException {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return Hex.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** {@code yyyyMMdd'T'HHmmss'Z'}, by hand: DateTimeFormatter loads locale data that a sidecar has no other use for. */
    private static String timestamp(Instant now) {
        ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(16).append(utc.getYear());
        two(text, utc.getMonthValue());
        two(text, utc.getDayOfMonth());
        text.append('T');
        two(text, utc.getHour());
        two(text, utc.getMinute());
        two(text, utc.getSecond());
        return text.append('Z').toString();
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
