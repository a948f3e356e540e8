package dev.rolesanywhere.e2e.fault;

import dev.rolesanywhere.e2e.scenario.Installation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * CRLs (RFC 5280) of the cluster's CA. The operator creates none: a user who revokes has the CA's key, like this class.
 */
final class RevocationList {
    private RevocationList() {}

    /** A list of one certificate that names this serial number, DER. */
    static byte[] of(KubernetesClient client, BigInteger serial) {
        Secret authority = client.secrets()
                .inNamespace(Installation.NAMESPACE)
                .withName("awsta-default-ca")
                .require();
        try {
            X509Certificate issuer = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(data(authority, "tls.crt")));
            Date now = new Date();
            return new JcaX509v2CRLBuilder(issuer, now)
                    .addCRLEntry(serial, now, CRLReason.keyCompromise)
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key(data(authority, "tls.key"))))
                    .getEncoded();
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] data(Secret secret, String name) {
        return Base64.getMimeDecoder().decode(secret.getData().get(name));
    }

    private static PrivateKey key(byte[] pem) throws IOException {
        try (var parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            var converter = new JcaPEMKeyConverter();
            return switch (parser.readObject()) {
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case PrivateKeyInfo info -> converter.getPrivateKey(info);
                case Object other -> throw new IllegalStateException("no private key: " + other.getClass());
            };
        }
    }
}
