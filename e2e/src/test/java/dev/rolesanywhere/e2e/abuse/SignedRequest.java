package dev.rolesanywhere.e2e.abuse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/** CreateSession without our client, like an attacker's own tool (user guide, "Authentication and signing process"). */
record SignedRequest(PrivateKey key, X509Certificate leaf) {
    static final String ANCHOR =
            "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef";
    private static final String PROFILE =
            "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String SIGNED_HEADERS = "host;x-amz-date;x-amz-x509";

    /** AWS's answer: {@code 201}, or the status and AWS's message. */
    String become(String role, String anchor, URI aws)
            throws GeneralSecurityException, IOException, InterruptedException {
        String body = """
                {"trustAnchorArn":"%s","profileArn":"%s","roleArn":"arn:aws:iam::111122223333:role/%s"}""".formatted(anchor, PROFILE, role);
        String time = TIME.format(Instant.now());
        String scope = time.substring(0, 8) + "/eu-west-1/rolesanywhere/aws4_request";
        String certificate = Base64.getEncoder().encodeToString(leaf.getEncoded());
        String canonical = "POST\n/sessions\n\nhost:%s\nx-amz-date:%s\nx-amz-x509:%s\n\n%s\n%s"
                .formatted(aws.getAuthority(), time, certificate, SIGNED_HEADERS, sha256(body));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update("AWS4-X509-ECDSA-SHA256\n%s\n%s\n%s"
                .formatted(time, scope, sha256(canonical))
                .getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(aws.resolve("/sessions"))
                                .header("X-Amz-Date", time)
                                .header("X-Amz-X509", certificate)
                                .header(
                                        "Authorization",
                                        "AWS4-X509-ECDSA-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                                                .formatted(
                                                        leaf.getSerialNumber(),
                                                        scope,
                                                        SIGNED_HEADERS,
                                                        HexFormat.of().formatHex(signature.sign())))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 201 ? "201" : answer.statusCode() + " " + answer.body();
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
