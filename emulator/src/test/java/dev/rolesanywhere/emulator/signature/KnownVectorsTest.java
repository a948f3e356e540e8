package dev.rolesanywhere.emulator.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.emulator.certificate.Certificates;
import dev.rolesanywhere.emulator.protocol.Body;
import dev.rolesanywhere.emulator.protocol.ClockShift;
import dev.rolesanywhere.emulator.protocol.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Six signatures from AWS's own library. */
class KnownVectorsTest {
    record Vector(String name, JsonNode json) {
        Instant signedAt() {
            return LocalDateTime.parse(json.path("date").asText(), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                    .toInstant(ZoneOffset.UTC);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        new ObjectMapper()
                .readTree(resource("vectors.json"))
                .forEach(json -> vectors.add(new Vector(json.path("name").asText(), json)));
        assertThat(vectors).hasSize(6);
        return vectors.stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_canonical_request_equals_the_known_vector(Vector vector) throws Exception {
        Request request = request(vector.json(), vector.json().path("body").asText());
        String canonical =
                CanonicalRequest.of(request, Authorization.of(request).signedHeaders());

        assertThat(Digests.sha256Hex(canonical.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(vector.json().path("canonicalRequestSha256").asText());
        assertThat(CanonicalRequest.stringToSign(request, Authorization.of(request)))
                .isEqualTo(vector.json().path("stringToSign").asText());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_signature_verifies(Vector vector) throws Exception {
        Request request = request(vector.json(), vector.json().path("body").asText());

        X509Signature.verify(request, Authorization.of(request), leaf(), "ap-southeast-2", vector.signedAt());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_changed_body_does_not_verify(Vector vector) throws Exception {
        Request request = request(vector.json(), vector.json().path("body").asText() + " ");

        assertThatThrownBy(() -> X509Signature.verify(
                        request, Authorization.of(request), leaf(), "ap-southeast-2", vector.signedAt()))
                .hasMessage("Invalid signature");
    }

    private static Request request(JsonNode vector, String body) throws Exception {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("content-type", List.of("application/json"));
        headers.put("host", List.of(vector.path("host").asText()));
        headers.put("x-amz-content-sha256", List.of(vector.path("bodySha256").asText()));
        headers.put("x-amz-date", List.of(vector.path("date").asText()));
        headers.put("x-amz-x509", List.of(base64(leaf())));
        if (vector.path("withChain").asBoolean()) {
            headers.put("x-amz-x509-chain", List.of(base64(certificate("rsa-ca.pem"))));
        }
        String scope = vector.path("stringToSign").asText().split("\n")[2];
        headers.put(
                "authorization",
                List.of(vector.path("algorithm").asText() + " Credential="
                        + vector.path("serialDecimal").asText() + "/" + scope + ", SignedHeaders="
                        + vector.path("signedHeaders").asText() + ", Signature="
                        + vector.path("signatureHex").asText()));
        return new Request(
                "1",
                "POST",
                "/sessions",
                "",
                headers,
                new Body(body.getBytes(StandardCharsets.UTF_8)),
                ClockShift.NONE);
    }

    private static X509Certificate leaf() throws Exception {
        return certificate("rsa-leaf.pem");
    }

    private static X509Certificate certificate(String name) throws Exception {
        return Certificates.fromPem(new String(resource(name), StandardCharsets.US_ASCII))
                .getFirst();
    }

    private static String base64(X509Certificate certificate) throws Exception {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = KnownVectorsTest.class.getResourceAsStream("/vectors/" + name)) {
            return in.readAllBytes();
        }
    }
}
