package dev.rolesanywhere.emulator.trustanchor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.certificate.CertificateRules;
import dev.rolesanywhere.emulator.certificate.Certificates;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** The source of an anchor's CA certificates. */
public sealed interface Source {
    /** The model's limit for {@code x509CertificateData}, in characters. */
    int MAX_PEM = 204_800;

    /** The certificates that a path may end at. */
    List<X509Certificate> certificates();

    ObjectNode json();

    /** A PEM bundle that was uploaded. */
    record Bundle(String pem, List<X509Certificate> certificates) implements Source {
        public Bundle {
            certificates = List.copyOf(certificates);
        }

        @Override
        public ObjectNode json() {
            ObjectNode source = Json.object().put("sourceType", "CERTIFICATE_BUNDLE");
            source.putObject("sourceData").put("x509CertificateData", pem);
            return source;
        }
    }

    /** A CA of AWS Private CA. The emulator knows only its name, so it opens no session with it. */
    record PrivateCa(String arn) implements Source {
        @Override
        public List<X509Certificate> certificates() {
            return List.of();
        }

        @Override
        public ObjectNode json() {
            ObjectNode source = Json.object().put("sourceType", "AWS_ACM_PCA");
            source.putObject("sourceData").put("acmPcaArn", arn);
            return source;
        }
    }

    /** Reads the {@code source} member of a call. */
    static Source read(JsonNode body) {
        JsonNode source = Json.present(body, "source").orElseThrow(() -> Json.missing("source"));
        String type = Json.requiredText(source, "sourceType");
        JsonNode data = Json.present(source, "sourceData").orElseThrow(() -> Json.missing("source/sourceData"));
        return switch (type) {
            case "CERTIFICATE_BUNDLE" -> bundle(Json.requiredText(data, "x509CertificateData"));
            case "AWS_ACM_PCA" -> new PrivateCa(Json.requiredText(data, "acmPcaArn"));
            default -> throw Refusal.invalid("Unsupported trust anchor source type: " + type);
        };
    }

    /** Reads a PEM bundle and checks each of its certificates against the rules for CAs. */
    static Source bundle(String pem) {
        if (pem.length() > MAX_PEM) {
            throw Refusal.invalid(
                    "1 validation error detected: Value at '/source/sourceData/x509CertificateData' failed to"
                            + " satisfy constraint: Member must have length less than or equal to " + MAX_PEM);
        }
        try {
            List<X509Certificate> certificates = Certificates.fromPem(pem);
            certificates.stream()
                    .flatMap(each -> CertificateRules.authorityProblem(each).stream())
                    .findFirst()
                    .ifPresent(problem -> {
                        throw Refusal.invalid(problem);
                    });
            return new Bundle(pem, certificates);
        } catch (CertificateException e) {
            throw Refusal.invalid("Unable to parse the certificate bundle: it must be one or more PEM certificates");
        }
    }
}
