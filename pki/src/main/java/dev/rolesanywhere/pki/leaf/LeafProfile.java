package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.certificate.CertificateDraft;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The profile of every workload leaf: {@code CA:FALSE}, critical {@code digitalSignature}, {@code clientAuth}, one URI SAN, subject
 * {@code O=<trust domain>, OU=<AWSRole>, CN=<short name>} in this order. Rules for leaves: the IAM Roles Anywhere user guide,
 * "Trust model", signature verification.
 */
public final class LeafProfile {
    private static final String TRIAL = "trial";

    private LeafProfile() {}

    /** Ready to be signed by the key of {@code issuer}. */
    public static CertificateDraft draft(LeafTemplate template, X509Certificate issuer, SecureRandom random) {
        return draft(
                template.identity(), template.roleName(), template.publicKey(), template.validity(), issuer, random);
    }

    /** For a temporary key: a trial leaf shows whether a leaf of this trust domain is valid under an issuer's names and extensions. */
    public static CertificateDraft trial(
            String trustDomain, PublicKey key, Validity validity, X509Certificate issuer, SecureRandom random) {
        return draft(new WorkloadIdentity(trustDomain, TRIAL, TRIAL), TRIAL, key, validity, issuer, random);
    }

    private static CertificateDraft draft(
            WorkloadIdentity identity,
            String roleName,
            PublicKey key,
            Validity validity,
            X509Certificate issuer,
            SecureRandom random) {
        return CertificateDraft.endEntity(issuer, LeafNames.name(identity, roleName), key, validity, random)
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .with(Extension.subjectAlternativeName, false, LeafNames.uri(identity));
    }
}
