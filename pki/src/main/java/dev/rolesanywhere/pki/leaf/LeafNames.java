package dev.rolesanywhere.pki.leaf;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The names of a leaf, derived from identity and role: for the leaf itself, or for a client that must put them into its request.
 *
 * @param subject DER of a {@code Name} (RFC 5280, 4.1.2.4)
 * @param alternativeNames DER of {@code GeneralNames}: the value of a subjectAltName extension (RFC 5280, 4.2.1.6)
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
public record LeafNames(byte[] subject, byte[] alternativeNames) {

    public static LeafNames of(WorkloadIdentity identity, String roleName) {
        return new LeafNames(der(name(identity, roleName)), der(uri(identity)));
    }

    static X500Name name(WorkloadIdentity identity, String roleName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, identity.trustDomain())
                .addRDN(BCStyle.OU, roleName)
                .addRDN(BCStyle.CN, identity.commonName())
                .build();
    }

    static GeneralNames uri(WorkloadIdentity identity) {
        return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, identity.spiffeId()));
    }

    private static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("generated names can always be encoded", e);
        }
    }
}
