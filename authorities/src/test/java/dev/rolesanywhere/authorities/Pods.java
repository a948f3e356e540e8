package dev.rolesanywhere.authorities;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A pod that requests certificates: its key, and a request with other names, which no leaf may contain. For authorities
 * that need it, a request with the pod's derived names.
 */
public final class Pods {
    public static final String PIN = "31415926";
    public static final WorkloadIdentity ORDERS = new WorkloadIdentity("prod.example.org", "shop", "orders");
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final Clock CLOCK = Clock.systemUTC();

    private static final String ROLE = "orders-reader";

    private final KeyPair keys = KeySpec.P256.generate(RANDOM);
    private final boolean named;

    public Pods() {
        this(false);
    }

    private Pods(boolean named) {
        this.named = named;
    }

    public static Pods named() {
        return new Pods(true);
    }

    public KeyPair keys() {
        return keys;
    }

    public LeafTemplate template() {
        return template(LeafLifetime.DEFAULT);
    }

    public LeafTemplate template(Duration lifetime) {
        return new LeafTemplate(
                ORDERS,
                ROLE,
                (CertificateRequest.Proven) CertificateRequestReader.read(named ? namedAsRequired() : ofSomebodyElse()),
                Validity.starting(CLOCK.instant(), lifetime));
    }

    private byte[] ofSomebodyElse() {
        return signed(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=admin,O=elsewhere"), keys.getPublic()));
    }

    private byte[] namedAsRequired() {
        LeafNames names = LeafNames.of(ORDERS, ROLE);
        Extensions extensions =
                new Extensions(new Extension(Extension.subjectAlternativeName, false, names.alternativeNames()));
        return signed(new JcaPKCS10CertificationRequestBuilder(X500Name.getInstance(names.subject()), keys.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions));
    }

    private byte[] signed(PKCS10CertificationRequestBuilder request) {
        try {
            return request.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
