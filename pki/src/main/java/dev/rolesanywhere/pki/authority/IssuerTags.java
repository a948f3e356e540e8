package dev.rolesanywhere.pki.authority;

import dev.rolesanywhere.client.text.UntrustedText;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Whether AWS can turn the names of a leaf's issuer into session tags, as the mappings of a new profile do ({@code x509Issuer/*}; IAM
 * Roles Anywhere
 * user guide, "Attribute mapping"). Characters and length are STS's for a tag's value.
 */
public final class IssuerTags {
    private static final int MAX_VALUE = 256;
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private IssuerTags() {}

    /** The name that cannot be a session tag, and the mapping to delete; empty if all names can be tags. */
    public static Optional<String> warning(X509Certificate issuer) {
        List<String> unfit = new ArrayList<>();
        for (RDN rdn : X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded())
                .getRDNs()) {
            for (AttributeTypeAndValue each : rdn.getTypesAndValues()) {
                Optional<String> value = text(each.getValue());
                if (value.isEmpty()
                        || value.get().length() > MAX_VALUE
                        || !VALUE.matcher(value.get()).matches()) {
                    unfit.add(name(each.getType()) + "=" + value.orElse("bytes that are not text"));
                }
            }
        }
        return unfit.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("AWS cannot turn the CA's name '%s' into a session tag, because tags allow only letters, digits, spaces and"
                                        + " _.:/=+-@. AWS will refuse the sessions of pods (AttributesNotMapped). Delete the mapping from"
                                        + " each profile before the first pod starts; nothing needs these tags: 'aws rolesanywhere"
                                        + " delete-attribute-mapping --profile-id ID --certificate-field x509Issuer'.")
                                .formatted(UntrustedText.sanitize(String.join("', '", unfit))));
    }

    private static Optional<String> text(ASN1Encodable value) {
        try {
            return Optional.of(value instanceof ASN1String string ? string.getString() : value.toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String name(ASN1ObjectIdentifier attribute) {
        String name = BCStyle.INSTANCE.oidToDisplayName(attribute);
        return name == null ? attribute.getId() : name;
    }
}
