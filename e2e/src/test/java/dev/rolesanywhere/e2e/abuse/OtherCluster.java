package dev.rolesanywhere.e2e.abuse;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Another cluster's certificate authority, whose administrators can write any names into their leaves. */
final class OtherCluster {
    static final String ANCHOR_ID = "99999999-8888-7777-6666-555555555555";
    static final String ANCHOR = "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/" + ANCHOR_ID;
    private static final X500Name NAME = new X500Name("CN=other cluster");

    private final KeyPair pair;
    private final X509Certificate root;

    OtherCluster() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.pair = generator.generateKeyPair();
        this.root = signed(NAME, pair.getPublic(), null);
    }

    String pem() throws Exception {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(root.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** A leaf with the same names as this one, for another key. */
    X509Certificate copyOf(X509Certificate leaf, PublicKey key) throws Exception {
        String uri =
                (String) leaf.getSubjectAlternativeNames().iterator().next().get(1);
        return signed(
                X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded()),
                key,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle takes no Instant
    private X509Certificate signed(X500Name subject, PublicKey key, @org.jspecify.annotations.Nullable GeneralNames uri)
            throws Exception {
        boolean authority = uri == null;
        var builder = new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(Instant.now().minusSeconds(60)),
                Date.from(Instant.now().plusSeconds(3600)),
                subject,
                key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        if (uri != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, uri);
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
}
