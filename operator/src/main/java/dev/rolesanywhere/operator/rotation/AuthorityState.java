package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.pki.authority.CertificateAuthority;

/** What came of the steps: an authority or the reason why there is none, each with a message for people. */
public sealed interface AuthorityState {
    Reason reason();

    String message();

    record Usable(CertificateAuthority authority, Reason reason, String message) implements AuthorityState {}

    record Unusable(Reason reason, String message) implements AuthorityState {}
}
