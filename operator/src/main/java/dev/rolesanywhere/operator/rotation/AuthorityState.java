package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import java.security.cert.X509Certificate;
import java.util.List;

/** The result of the steps: an authority, or the reason why there is none, each with a message. */
public sealed interface AuthorityState {
    Reason reason();

    String message();

    record Usable(CertificateAuthority authority, Reason reason, String message) implements AuthorityState {}

    /**
     * Another component issues the leaves.
     *
     * @param trusted the certificates that AWS must trust, the last to expire first
     */
    record IssuedElsewhere(List<X509Certificate> trusted, Reason reason, String message) implements AuthorityState {
        public IssuedElsewhere {
            trusted = List.copyOf(trusted);
        }
    }

    record Unusable(Reason reason, String message) implements AuthorityState {}
}
