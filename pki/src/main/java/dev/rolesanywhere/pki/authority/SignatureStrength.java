package dev.rolesanywhere.pki.authority;

import java.security.cert.X509Certificate;
import java.util.Set;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;

/** Whether a certificate's signature uses SHA-256 or stronger, as IAM Roles Anywhere requires. */
final class SignatureStrength {
    private static final Set<String> DIGESTS = Set.of(
            NISTObjectIdentifiers.id_sha256.getId(),
            NISTObjectIdentifiers.id_sha384.getId(),
            NISTObjectIdentifiers.id_sha512.getId());
    private static final Set<String> ALGORITHMS = Set.of(
            "SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");

    private SignatureStrength() {}

    static boolean isEnough(X509Certificate certificate) {
        if (!certificate.getSigAlgOID().equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
            return ALGORITHMS.contains(certificate.getSigAlgName());
        }
        byte[] parameters = certificate.getSigAlgParams();
        // Absent parameters mean SHA-1 (RFC 4055, 3.1).
        return parameters != null
                && DIGESTS.contains(RSASSAPSSparams.getInstance(parameters)
                        .getHashAlgorithm()
                        .getAlgorithm()
                        .getId());
    }
}
