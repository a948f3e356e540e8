package dev.rolesanywhere.sidecar.csr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.NamedRequest;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.sidecar.fake.TestTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateRequestTest {
    @TempDir
    Path directory;

    /** The JDK's keytool is the other side: it verifies the proof of possession before it signs. */
    @Test
    void another_implementation_accepts_the_request() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Path request = directory.resolve("request.pem");
        Files.writeString(
                request,
                "-----BEGIN NEW CERTIFICATE REQUEST-----\n"
                        + Base64.getMimeEncoder().encodeToString(CertificateRequest.der(keys))
                        + "\n-----END NEW CERTIFICATE REQUEST-----\n");
        Path issued = directory.resolve("issued.pem");
        TestTls.keytool(
                "-gencert",
                "-alias",
                "s",
                "-dname",
                "CN=pod",
                "-keystore",
                TestTls.make(directory).keyStore().toString(),
                "-storepass",
                TestTls.PASSWORD,
                "-infile",
                request.toString(),
                "-outfile",
                issued.toString());
        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(Files.newInputStream(issued))
                        .getPublicKey())
                .isEqualTo(keys.getPublic());
    }

    @Test
    void the_request_has_exactly_the_expected_names_and_the_operator_accepts_it() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        LeafNames names = LeafNames.of(new WorkloadIdentity("prod.example.org", "shop", "orders"), "reader");

        byte[] der = CertificateRequest.der(keys, names.subject(), names.alternativeNames());

        PKCS10CertificationRequest parsed = new PKCS10CertificationRequest(der);
        assertThat(parsed.getSubject().getEncoded()).isEqualTo(names.subject());
        assertThat(parsed.getRequestedExtensions()
                        .getExtension(Extension.subjectAlternativeName)
                        .getExtnValue()
                        .getOctets())
                .isEqualTo(names.alternativeNames());
        assertThat(parsed.isSignatureValid(new JcaContentVerifierProviderBuilder().build(keys.getPublic())))
                .isTrue();
        assertThat(NamedRequest.read(der, keys.getPublic(), names)).isPresent();
    }

    @Test
    void the_longest_names_fit_into_the_request() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        LeafNames names =
                LeafNames.of(new WorkloadIdentity("d".repeat(63), "n".repeat(63), "s".repeat(112)), "r".repeat(64));

        byte[] der = CertificateRequest.der(keys, names.subject(), names.alternativeNames());

        assertThat(NamedRequest.read(der, keys.getPublic(), names)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "127, 2", "128, 3", "255, 3", "256, 4", "65535, 4"})
    void lengths_have_the_shortest_form(int length, int headBytes) {
        byte[] der = DerWriter.tagged(0x04, new byte[length]);
        assertThat(der).hasSize(length + headBytes);
        int decoded = headBytes == 2 ? der[1] : headBytes == 3 ? der[2] & 0xff : (der[2] & 0xff) << 8 | der[3] & 0xff;
        assertThat(decoded).isEqualTo(length);
    }
}
