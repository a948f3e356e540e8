package dev.rolesanywhere.client.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.json.JsonException;
import dev.rolesanywhere.client.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The six signatures of Envoy's tests (src/test/resources/vectors/README.md), bit for bit. */
class KnownAnswerTest {
    record Vector(
            String name,
            String region,
            String date,
            String host,
            String body,
            boolean chain,
            String toSign,
            String signature) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        try { // JsonObject reads objects, and the file is an array
            return JsonObject.parse("{\"vectors\":" + text("vectors.json") + "}").objects("vectors").stream()
                    .map(KnownAnswerTest::vector);
        } catch (JsonException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_signature_is_the_known_one(Vector vector) throws Exception {
        SigningIdentity identity = new SigningIdentity(
                certificate("rsa-leaf.pem"), key(), vector.chain ? List.of(certificate("rsa-ca.pem")) : List.of());
        byte[] body = vector.body.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        headers.put("host", vector.host);
        headers.put("content-type", "application/json");
        headers.put(
                "x-amz-content-sha256",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));

        SignedRequest signed =
                RequestSigner.sign(identity, vector.region, "/sessions", headers, body, instant(vector.date));

        assertThat(signed.stringToSign()).isEqualTo(vector.toSign);
        assertThat(signed.headers().get("authorization")).endsWith("Signature=" + vector.signature);
        assertThat(signed.headers().get("authorization"))
                .contains("Credential=131827979019394590882466519576505238184/");
    }

    private static Vector vector(JsonObject vector) {
        try {
            return new Vector(
                    vector.string("name"),
                    vector.string("region"),
                    vector.string("date"),
                    vector.string("host"),
                    vector.string("body"),
                    vector.flag("withChain"),
                    vector.string("stringToSign"),
                    vector.string("signatureHex"));
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant instant(String date) {
        return LocalDateTime.parse(date, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
    }

    private static X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (InputStream in = KnownAnswerTest.class.getResourceAsStream("/vectors/" + name)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key() throws IOException, GeneralSecurityException {
        String base64 = text("rsa-leaf.key").replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = KnownAnswerTest.class.getResourceAsStream("/vectors/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
