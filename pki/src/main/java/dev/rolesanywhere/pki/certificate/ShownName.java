package dev.rolesanywhere.pki.certificate;

import dev.rolesanywhere.client.text.UntrustedText;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;

/** A name from an external certificate, for display. Comparisons use the certificate itself. */
public final class ShownName {
    private ShownName() {}

    /** In the form of RFC 2253. */
    public static UntrustedText subject(X509Certificate certificate) {
        return UntrustedText.sanitize(certificate.getSubjectX500Principal().getName());
    }

    /**
     * In Bouncy Castle's form. Bouncy Castle throws for a string that does not match its encoding, while the JDK reads
     * such a name.
     */
    public static UntrustedText of(X500Name name) {
        try {
            return UntrustedText.sanitize(name.toString());
        } catch (IllegalArgumentException e) {
            return UntrustedText.sanitize("a name that is not text");
        }
    }

    /** In the JDK's form, with a space after each comma. */
    public static UntrustedText of(X500Principal name) {
        return UntrustedText.sanitize(name.toString());
    }
}
