package dev.rolesanywhere.authorities;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A pod that asks for certificates: its key, and a request that names somebody else, whom no leaf must name. */
public final class Pods {
    public static final String PIN = "31415926";
    public static final WorkloadIdentity ORDERS = new WorkloadIdentity("prod.example.org", "shop", "orders");
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final Clock CLOCK = Clock.systemUTC();

    private final KeyPair keys = KeySpec.P256.generate(RANDOM);

    public KeyPair keys() {
        return keys;
    }

    public LeafTemplate template() {
        return new LeafTemplate(
                ORDERS,
                "orders-reader",
                (CertificateRequest.Proven) CertificateRequestReader.read(csr(new X500Name("CN=admin,O=elsewhere"))),
                Validity.starting(CLOCK.instant(), LeafLifetime.DEFAULT));
    }

    private byte[] csr(X500Name subject) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
