package dev.rolesanywhere.client.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.client.json.JsonObject;
import dev.rolesanywhere.client.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSignerTest {
    private static final Instant NOW = Instant.parse("2018-01-02T03:04:05.678Z");
    private static final SignableRequest REQUEST =
            new SignableRequest("rolesanywhere.eu-west-1.amazonaws.com", "/sessions", "{\"roleArn\":\"x\"}");

    @TempDir
    static Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void reproduces_the_known_signatures(String name, JsonObject vector) throws Exception {
        Map<String, String> headers = RequestSigner.sign(
                new SignableRequest(
                        vector.requiredString("host"), vector.requiredString("path"), vector.requiredString("body")),
                rsa(vector.bool("withChain", false)),
                vector.requiredString("region"),
                instant(vector.requiredString("date")));
        assertThat(headers.get("X-Amz-Date")).isEqualTo(vector.requiredString("date"));
        assertThat(headers.get("Authorization"))
                .isEqualTo(vector.requiredString("algorithm") + " Credential=" + vector.requiredString("serialDecimal")
                        + "/20180102/" + vector.requiredString("region")
                        + "/rolesanywhere/aws4_request, SignedHeaders=" + vector.requiredString("signedHeaders")
                        + ", Signature=" + vector.requiredString("signatureHex"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void an_elliptic_curve_key_signs_sha256_as_der(String curve) throws Exception {
        SigningIdentity identity = KeyPairs.ec(directory, curve);
        Map<String, String> headers = RequestSigner.sign(REQUEST, identity, "eu-west-1", NOW);
        String authorization = headers.get("Authorization");
        assertThat(authorization)
                .startsWith(
                        "AWS4-X509-ECDSA-SHA256 Credential=" + identity.leaf().getSerialNumber() + "/20180102/");
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(identity.leaf());
        verifier.update(stringToSign(headers).getBytes(StandardCharsets.UTF_8));
        String signature = authorization.substring(authorization.indexOf("Signature=") + 10);
        assertThat(verifier.verify(HexFormat.of().parseHex(signature))).isTrue();
    }

    @Test
    void the_chain_is_sent_only_if_there_is_one() throws Exception {
        assertThat(RequestSigner.sign(REQUEST, rsa(false), "eu-west-1", NOW)).doesNotContainKey("X-Amz-X509-Chain");
        assertThat(RequestSigner.sign(REQUEST, rsa(true), "eu-west-1", NOW).get("X-Amz-X509-Chain"))
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(certificate("rsa-ca.pem").getEncoded()));
    }

    @Test
    void sends_the_certificates_of_the_chain_in_their_order_with_commas_between() throws Exception {
        SigningIdentity rsa = rsa(false);
        X509Certificate ca = certificate("rsa-ca.pem");
        SigningIdentity deep = new SigningIdentity(rsa.key(), rsa.leaf(), List.of(ca, rsa.leaf()));
        assertThat(RequestSigner.sign(REQUEST, deep, "eu-west-1", NOW).get("X-Amz-X509-Chain"))
                .isEqualTo(Base64.getEncoder().encodeToString(ca.getEncoded()) + ","
                        + Base64.getEncoder().encodeToString(rsa.leaf().getEncoded()));
    }

    @Test
    void a_key_that_roles_anywhere_does_not_accept_is_named() throws Exception {
        PrivateKey edwards =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        assertThatThrownBy(() -> SigningAlgorithm.of(edwards))
                .hasMessage("a key of algorithm EdDSA cannot sign for Roles Anywhere. Use RSA or EC");
    }

    @Test
    void more_intermediates_than_aws_accepts_are_rejected() throws Exception {
        X509Certificate ca = certificate("rsa-ca.pem");
        SigningIdentity rsa = rsa(false);
        assertThat(new SigningIdentity(rsa.key(), rsa.leaf(), Collections.nCopies(5, ca)).chain())
                .hasSize(5);
        assertThatThrownBy(() -> new SigningIdentity(rsa.key(), rsa.leaf(), Collections.nCopies(6, ca)))
                .hasMessageContaining("at most 5 certificates");
    }

    @Test
    void refuses_a_key_of_another_kind_than_the_certificate() throws Exception {
        PrivateKey ec = KeyPairs.ec(directory, "secp256r1").key();
        assertThatThrownBy(() -> new SigningIdentity(ec, certificate("rsa-leaf.pem"), List.of()))
                .hasMessage("the key is EC but the certificate's is RSA");
    }

    @Test
    void never_shows_the_key() throws Exception {
        assertThat(rsa(true)).hasToString("SigningIdentity[serial=131827979019394590882466519576505238184, chain=1]");
    }

    /** From {@code 20180102T030405Z}. */
    private static Instant instant(String basic) {
        return LocalDateTime.parse(basic, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
    }

    /** Written out by hand from AWS's page, apart from the code under test. */
    private static String stringToSign(Map<String, String> headers) throws Exception {
        String canonical = "POST\n/sessions\n\ncontent-type:application/json\nhost:" + headers.get("Host")
                + "\nx-amz-content-sha256:" + sha256("{\"roleArn\":\"x\"}")
                + "\nx-amz-date:20180102T030405Z\nx-amz-x509:"
                + headers.get("X-Amz-X509") + "\n\ncontent-type;host;x-amz-content-sha256;x-amz-date;x-amz-x509\n"
                + sha256("{\"roleArn\":\"x\"}");
        return "AWS4-X509-ECDSA-SHA256\n20180102T030405Z\n20180102/eu-west-1/rolesanywhere/aws4_request\n"
                + sha256(canonical);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<Object[]> vectors() throws IOException {
        // The file is an array; the reader wants an object.
        return JsonReader.readObject("{\"vectors\":" + resource("vectors.json") + "}").objects("vectors").stream()
                .map(vector -> {
                    try {
                        return new Object[] {vector.requiredString("name"), vector};
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static SigningIdentity rsa(boolean withChain) throws Exception {
        String pem =
                resource("rsa-leaf.key").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        return new SigningIdentity(
                key, certificate("rsa-leaf.pem"), withChain ? List.of(certificate("rsa-ca.pem")) : List.of());
    }

    private static X509Certificate certificate(String name) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(resource(name).getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = RequestSignerTest.class.getResourceAsStream("/sigv4-x509/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
