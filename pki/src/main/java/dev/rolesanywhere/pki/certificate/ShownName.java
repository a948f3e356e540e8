package dev.rolesanywhere.pki.certificate;

import dev.rolesanywhere.client.text.UntrustedText;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/** A name from a certificate that somebody else made, for people. Comparisons use the certificate itself. */
public final class ShownName {
    private ShownName() {}

    /** As RFC 2253 writes it. */
    public static UntrustedText subject(X509Certificate certificate) {
        return UntrustedText.sanitize(certificate.getSubjectX500Principal().getName());
    }

    /** As the JDK writes it, with a space behind each comma. */
    public static UntrustedText of(X500Principal name) {
        return UntrustedText.sanitize(name.toString());
    }
}
