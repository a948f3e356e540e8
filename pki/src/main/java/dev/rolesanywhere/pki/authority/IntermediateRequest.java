package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The key of an intermediate CA, and the CSR from which an external CA issues its certificate. */
public final class IntermediateRequest {
    /** The Secret's entry of the CSR, PEM. */
    public static final String ENTRY = "request.csr";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private IntermediateRequest() {}

    /**
     * A new key. The CSR requests what an intermediate CA needs ({@code CA:TRUE}, path length 0, {@code keyCertSign}); the signing CA
     * decides.
     *
     * @return PEM texts by entry: {@code tls.key} and {@link #ENTRY}. Secret.
     */
    public static Map<String, String> generate(String trustDomain, KeySpec keySpec, SecureRandom random) {
        KeyPair pair = keySpec.generate(random);
        return Map.of(
                CertificateAuthorityLoader.KEY_ENTRY,
                PrivateKeyPem.encode(pair.getPrivate()),
                ENTRY,
                pem(trustDomain, pair, random));
    }

    private static String pem(String trustDomain, KeyPair pair, SecureRandom random) {
        String algorithm = pair.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            byte[] der = new JcaPKCS10CertificationRequestBuilder(subject(trustDomain), pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder(algorithm)
                            .setSecureRandom(random)
                            .build(pair.getPrivate()))
                    .getEncoded();
            return "-----BEGIN CERTIFICATE REQUEST-----\n" + LINES.encodeToString(der)
                    + "\n-----END CERTIFICATE REQUEST-----\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the new key cannot sign with " + algorithm, e);
        }
    }

    private static X500Name subject(String trustDomain) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, trustDomain)
                .addRDN(BCStyle.CN, "roles-anywhere intermediate")
                .build();
    }
}
