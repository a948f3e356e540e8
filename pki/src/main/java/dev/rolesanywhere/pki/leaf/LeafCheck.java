package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.certificate.ShownName;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Checks that an externally issued leaf matches the request: identity, key, usage, time and issuer. A template, an issuer or a bug may
 * add a name, drop the key usage or swap the key; such a leaf must not give credentials.
 */
public final class LeafCheck {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;
    private static final int URI = 6;
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private LeafCheck() {}

    /** The first difference, and what to change; empty if the leaf matches. */
    public static Optional<String> violation(X509Certificate leaf, LeafTemplate asked, X509Certificate issuer) {
        return wrongKey(leaf, asked)
                .or(() -> wrongUsage(leaf))
                .or(() -> wrongSubject(leaf, asked))
                .or(() -> wrongAlternativeName(leaf, asked))
                .or(() -> wrongTime(leaf, asked))
                .or(() -> wrongIssuer(leaf, issuer));
    }

    private static Optional<String> wrongKey(X509Certificate leaf, LeafTemplate asked) {
        return Arrays.equals(leaf.getPublicKey().getEncoded(), asked.publicKey().getEncoded())
                ? Optional.empty()
                : Optional.of("its public key is not the pod's.");
    }

    private static Optional<String> wrongUsage(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (leaf.getVersion() != 3 || leaf.getBasicConstraints() >= 0) {
            return Optional.of("it is a CA's certificate. Use a template or role for end entities.");
        }
        if (usage == null || !usage[DIGITAL_SIGNATURE]) {
            return Optional.of(
                    "its keyUsage lacks digitalSignature, which IAM Roles Anywhere requires. Use a template or role that keeps digitalSignature.");
        }
        if (usage[KEY_CERT_SIGN] || usage[CRL_SIGN]) {
            return Optional.of(
                    "its keyUsage allows signing certificates or CRLs. Use a template or role for end entities.");
        }
        try {
            List<String> extended = leaf.getExtendedKeyUsage();
            return extended == null || extended.contains(CLIENT_AUTH) || extended.contains(ANY_USAGE)
                    ? Optional.empty()
                    : Optional.of("its extended key usage lacks clientAuth. Use a template or role that has it.");
        } catch (CertificateParsingException e) {
            return Optional.of("its extended key usage cannot be read.");
        }
    }

    /** The attributes in any order, each once, and no others, because AWS maps them to session tags. */
    private static Optional<String> wrongSubject(X509Certificate leaf, LeafTemplate asked) {
        X500Name subject = X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded());
        boolean same = subject.getRDNs().length == 3
                && has(subject, BCStyle.O, asked.identity().trustDomain())
                && has(subject, BCStyle.OU, asked.roleName())
                && has(subject, BCStyle.CN, asked.identity().commonName());
        return same
                ? Optional.empty()
                : Optional.of("its subject is '" + ShownName.of(subject) + "' rather than 'O="
                        + asked.identity().trustDomain() + ",OU=" + asked.roleName() + ",CN="
                        + asked.identity().commonName()
                        + "'. Use a template or role that keeps the requested subject.");
    }

    private static boolean has(X500Name subject, ASN1ObjectIdentifier attribute, String value) {
        RDN[] found = subject.getRDNs(attribute);
        return found.length == 1
                && !found[0].isMultiValued()
                && text(found[0].getFirst().getValue()).equals(text(new DERUTF8String(value)));
    }

    /** Empty if the bytes do not match their encoding. */
    private static Optional<String> text(ASN1Encodable value) {
        try {
            return Optional.of(IETFUtils.valueToString(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> wrongAlternativeName(X509Certificate leaf, LeafTemplate asked) {
        try {
            return List.of(List.of(URI, asked.identity().spiffeId()))
                            .equals(
                                    leaf.getSubjectAlternativeNames() == null
                                            ? List.of()
                                            : List.copyOf(leaf.getSubjectAlternativeNames()))
                    ? Optional.empty()
                    : Optional.of("its alternative names are not exactly the URI "
                            + asked.identity().spiffeId()
                            + ". Use a template or role that keeps the URI and adds no names.");
        } catch (CertificateParsingException e) {
            return Optional.of("its alternative names cannot be read.");
        }
    }

    /** The issuer may choose an earlier notBefore and notAfter, but not a later notAfter and not a useless validity. */
    private static Optional<String> wrongTime(X509Certificate leaf, LeafTemplate asked) {
        Validity is = Validity.of(leaf);
        Validity wanted = asked.validity();
        Instant now = wanted.notBefore().plus(Validity.CLOCK_SKEW);
        if (is.notAfter().isAfter(wanted.notAfter())) {
            return Optional.of("it expires at " + is.notAfter() + ", after " + wanted.notAfter()
                    + ". Use a template or role that keeps the requested expiration.");
        }
        return is.notBefore().isAfter(now.plus(Validity.CLOCK_SKEW))
                        || is.notAfter().isBefore(now.plus(LeafLifetime.MINIMUM))
                ? Optional.of("it is valid from " + is.notBefore() + " to " + is.notAfter()
                        + ", which is too short. Let the issuer issue certificates of at least 15 minutes.")
                : Optional.empty();
    }

    private static Optional<String> wrongIssuer(X509Certificate leaf, X509Certificate issuer) {
        try {
            if (leaf.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                leaf.verify(issuer.getPublicKey());
                return Optional.empty();
            }
        } catch (GeneralSecurityException e) {
            return Optional.of(
                    "its signature is not from the key of '" + ShownName.of(issuer.getSubjectX500Principal()) + "'.");
        }
        return Optional.of("its issuer is '" + ShownName.of(leaf.getIssuerX500Principal()) + "' rather than '"
                + ShownName.of(issuer.getSubjectX500Principal()) + "'.");
    }
}
