package dev.rolesanywhere.authorities.certmanager;

import dev.rolesanywhere.authorities.Pods;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * Simulates the API server with cert-manager's approver and CA issuer, which sign the names of the request in the same
 * way (pkg/util/pki, CertificateTemplateFromCertificateRequest). The operator's CertManagerIT has the real ones.
 */
final class PlayedCertManager implements LeafRequests {
    static final Condition APPROVED =
            new Condition("Approved", true, "cert-manager.io", "approved by cert-manager", null);

    final List<Order> orders = new ArrayList<>();
    final Map<String, Filed> filed = new ConcurrentHashMap<>();
    private final KeyPair keys = KeySpec.P256.generate(Pods.RANDOM);
    private final X509Certificate authority;
    private Function<Order, Filed> then = this::signed;
    private volatile boolean isAway;

    PlayedCertManager() {
        try {
            X500Name name = new X500Name("CN=cluster issuer");
            authority = sign(builder(name, name, keys.getPublic(), Duration.ofDays(100))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    X509Certificate authority() {
        return authority;
    }

    /** The state of a request after it was filed. */
    void then(Function<Order, Filed> played) {
        then = played;
    }

    void away(boolean now) {
        isAway = now;
    }

    @Override
    public Optional<Filed> find(String name) {
        answer();
        return Optional.ofNullable(filed.get(name));
    }

    @Override
    public synchronized void file(Order order) {
        answer();
        orders.add(order);
        filed.putIfAbsent(order.name(), then.apply(order));
    }

    @Override
    public void withdraw(String name) {
        answer();
        filed.remove(name);
    }

    @Override
    public List<Filed> all() {
        answer();
        return List.copyOf(filed.values());
    }

    private void answer() {
        if (isAway) {
            throw new UnusableAuthorityException(AuthorityDefect.BackendUnavailable, "no answer", null);
        }
    }

    Filed signed(Order order) {
        return signed(order, order.duration());
    }

    Filed signed(Order order, Duration lifetime) {
        return new Filed(
                order.name(),
                Instant.now(),
                List.of(APPROVED, new Condition("Ready", true, "Issued", "Certificate fetched from issuer", null)),
                CertificatePem.encode(leaf(order, lifetime)));
    }

    static Filed standing(Order order, Condition... conditions) {
        return new Filed(order.name(), Instant.now(), List.of(conditions), "");
    }

    private X509Certificate leaf(Order order, Duration lifetime) {
        try (PEMParser parser = new PEMParser(new StringReader(order.csr()))) {
            PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name("CN=cluster issuer"),
                    new BigInteger(64, Pods.RANDOM),
                    Date.from(Instant.now()),
                    Date.from(Instant.now().plus(lifetime)),
                    request.getSubject(),
                    request.getSubjectPublicKeyInfo());
            add(builder, Extension.basicConstraints, new BasicConstraints(false));
            add(builder, Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
            add(builder, Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            Extension names = request.getRequestedExtensions().getExtension(Extension.subjectAlternativeName);
            builder.addExtension(names);
            return sign(builder);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void add(
            X509v3CertificateBuilder builder, org.bouncycastle.asn1.ASN1ObjectIdentifier oid, ASN1Encodable value)
            throws IOException {
        builder.addExtension(oid, false, value);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, java.security.PublicKey key, Duration lifetime) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, Pods.RANDOM),
                Date.from(Instant.now()),
                Date.from(Instant.now().plus(lifetime)),
                subject,
                key);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }
}
