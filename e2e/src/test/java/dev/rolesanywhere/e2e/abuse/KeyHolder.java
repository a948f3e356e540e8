package dev.rolesanywhere.e2e.abuse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** An attacker with a new P-256 key, outside of any pod. */
public final class KeyHolder {
    private final KeyPair pair;

    private KeyHolder(KeyPair pair) {
        this.pair = pair;
    }

    public static KeyHolder fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new KeyHolder(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PublicKey key() {
        return pair.getPublic();
    }

    /** DER. */
    public byte[] csr() throws OperatorCreationException, IOException {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    /** Signs a request with this certificate. */
    SignedRequest with(X509Certificate leaf) {
        return new SignedRequest(pair.getPrivate(), leaf);
    }

    static X509Certificate certificate(String base64Der) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(base64Der)));
    }
}
