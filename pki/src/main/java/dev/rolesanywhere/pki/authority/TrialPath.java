package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafProfile;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A copy of a CA's path, name by name and extension by extension, under a temporary key, so that the CA's own key is not needed. The
 * copy of the anchor has an issuer too: a validator ignores the extensions of its anchor, but some TLS stacks apply them, so this
 * check must apply them.
 */
final class TrialPath {
    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Created once: generating a key takes longer than a validation. */
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    /** A CA needs these extensions, and {@link AuthorityRules} has already checked what they forbid. */
    private static final Set<ASN1ObjectIdentifier> KEPT = Set.of(Extension.basicConstraints, Extension.keyUsage);

    private static final Map<ASN1ObjectIdentifier, String> NAMES = Map.of(
            Extension.nameConstraints, "nameConstraints",
            Extension.policyConstraints, "policyConstraints (requireExplicitPolicy)",
            Extension.certificatePolicies, "certificatePolicies",
            Extension.policyMappings, "policyMappings",
            Extension.inhibitAnyPolicy, "inhibitAnyPolicy",
            Extension.extendedKeyUsage, "extendedKeyUsage");

    private final List<X509CertificateHolder> path;
    private final String trustDomain;
    private final Validity validity;
    private final Instant now;
    private final SecureRandom random;
    private final KeyPair key;

    /** One extension of one certificate of the path. */
    record Part(int certificate, ASN1ObjectIdentifier extension, boolean critical) {
        String name() {
            String known = NAMES.get(extension);
            return (known == null ? "" : known + ", ") + extension.getId() + (critical ? " (critical)" : "");
        }
    }

    TrialPath(List<X509Certificate> path, String trustDomain, Instant now, SecureRandom random) {
        this.path = path.stream().map(TrialPath::holder).toList();
        this.key = KeySpec.P256.generate(random);
        this.now = now;
        this.random = random;
        this.trustDomain = trustDomain;
        this.validity = Validity.starting(now, LIFETIME).within(Validity.ofAll(path));
    }

    /** All extensions that can be left out. */
    Set<Part> parts() {
        Set<Part> all = new HashSet<>();
        for (int i = 0; i < path.size(); i++) {
            all.addAll(partsOf(i));
        }
        return all;
    }

    List<Part> partsOf(int certificate) {
        List<Part> parts = new ArrayList<>();
        for (ASN1ObjectIdentifier id : path.get(certificate).getExtensions().getExtensionOIDs()) {
            if (!KEPT.contains(id)) {
                parts.add(new Part(
                        certificate, id, path.get(certificate).getExtension(id).isCritical()));
            }
        }
        return parts;
    }

    /** Why a leaf under the path is not valid, by the first validator that says so; empty if both accept it. */
    Optional<String> failure(Set<Part> without) {
        try {
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .setSecureRandom(random)
                    .build(key.getPrivate());
            List<X509Certificate> copies = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                copies.add(copy(i, without, signer));
            }
            List<X509Certificate> whole = new ArrayList<>(copies);
            whole.addFirst(LeafProfile.trial(trustDomain, key.getPublic(), validity, copies.getFirst(), random)
                    .sign(signer));
            TrustAnchor above = new TrustAnchor(copies.getLast().getIssuerX500Principal(), key.getPublic(), null);
            Optional<String> jdk = refusal(whole, above, CertPathValidator.getInstance("PKIX"), "Java");
            return jdk.isPresent()
                    ? jdk
                    : refusal(whole, above, CertPathValidator.getInstance("PKIX", BOUNCY_CASTLE), "Bouncy Castle");
        } catch (CertificateException | CertIOException e) {
            return Optional.of("its copy cannot be read");
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PKIX or no SHA256withECDSA", e);
        }
    }

    private Optional<String> refusal(
            List<X509Certificate> whole, TrustAnchor above, CertPathValidator validator, String who)
            throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(above));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(whole);
        try {
            validator.validate(certificates, parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(who + ": " + e.getMessage());
        }
    }

    private X509Certificate copy(int i, Set<Part> without, ContentSigner signer)
            throws CertificateException, CertIOException {
        X509CertificateHolder original = path.get(i);
        X509v3CertificateBuilder copy = new X509v3CertificateBuilder(
                original.getIssuer(),
                original.getSerialNumber(),
                original.getNotBefore(),
                original.getNotAfter(),
                original.getSubject(),
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
        for (ASN1ObjectIdentifier id : original.getExtensions().getExtensionOIDs()) {
            Extension extension = original.getExtension(id);
            if (!without.contains(new Part(i, id, extension.isCritical()))) {
                copy.addExtension(extension);
            }
        }
        return new JcaX509CertificateConverter().getCertificate(copy.build(signer));
    }

    private static X509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new X509CertificateHolder(certificate.getEncoded());
        } catch (CertificateEncodingException | IOException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }
}
