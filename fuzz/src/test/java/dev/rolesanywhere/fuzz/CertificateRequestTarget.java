package dev.rolesanywhere.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.key.KeyType;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A certificate request proves a key of a kind that is allowed, or is refused in our words: nothing is thrown, nothing is quoted. */
final class CertificateRequestTarget {
    private CertificateRequestTarget() {}

    static Target target() {
        return new Target(
                "certificate-request",
                List.of(request("EC", 256, "SHA256withECDSA"), request("RSA", 2048, "SHA256withRSA")),
                CertificateRequestTarget::feed);
    }

    private static void feed(byte[] input) {
        switch (CertificateRequestReader.read(input)) {
            case CertificateRequest.Proven(var key, var _) ->
                assertThat(KeyType.of(key).toString()).matches("EC P-(256|384)|RSA [234]\\d{3}");
            case CertificateRequest.Refused refused ->
                assertThat(refused.message()).isNotEmpty().hasSizeLessThan(512);
        }
    }

    static byte[] request(String algorithm, int bits, String signature) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=seed,O=x"), pair.getPublic())
                    .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()))
                    .getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException("no seed", e);
        }
    }
}
