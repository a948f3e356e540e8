package dev.rolesanywhere.pki.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.TestCertificate;
import dev.rolesanywhere.pki.key.KeyMatch;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.io.StringReader;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Test;

/** What an external CA receives to issue an intermediate. */
class IntermediateRequestTest {
    private final Map<String, String> made =
            IntermediateRequest.generate("prod.example.org", KeySpec.P256, new SecureRandom());

    @Test
    void the_request_is_signed_by_the_new_key() throws Exception {
        JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(request());

        assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(request.getPublicKey())))
                .isTrue();
        PrivateKeyPem.Content.Key key =
                (PrivateKeyPem.Content.Key) PrivateKeyPem.decode(TestCertificate.bytes(entry("tls.key")));
        assertThat(KeyMatch.matches(request.getPublicKey(), key.key(), new SecureRandom()))
                .isTrue();
    }

    @Test
    void it_requests_a_ca_that_signs_leaves_only() throws Exception {
        Extensions requested = request().getRequestedExtensions();

        assertThat(BasicConstraints.fromExtensions(requested).isCA()).isTrue();
        assertThat(BasicConstraints.fromExtensions(requested).getPathLenConstraint())
                .isZero();
        assertThat(KeyUsage.fromExtensions(requested)).isEqualTo(new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        assertThat(requested.getCriticalExtensionOIDs()).hasSize(2);
    }

    @Test
    void its_subject_names_the_trust_domain() throws Exception {
        assertThat(request().getSubject()).hasToString("O=prod.example.org,CN=roles-anywhere intermediate");
    }

    @Test
    void its_text_has_lines_of_at_most_64_characters() {
        assertThat(entry("request.csr").lines())
                .allMatch(line -> line.length() <= 64)
                .startsWith("-----BEGIN CERTIFICATE REQUEST-----")
                .endsWith("-----END CERTIFICATE REQUEST-----");
    }

    private PKCS10CertificationRequest request() throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(entry("request.csr")))) {
            return (PKCS10CertificationRequest) parser.readObject();
        }
    }

    private String entry(String name) {
        return Objects.requireNonNull(made.get(name));
    }
}
