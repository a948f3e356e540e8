package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.Authority;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import dev.rolesanywhere.operator.authority.AuthorityRotation;
import dev.rolesanywhere.operator.rotation.AuthorityState;
import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.certificate.ShownName;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CAs in status and ConfigMap.
 *
 * @param bundlePem the certificates for AWS: two during a rotation, the active one first
 * @param expires expiration of the active CA and its path
 */
record PublishedAuthorities(String bundlePem, String expires, List<Authority> authorities) {
    /** Empty if no CA is known. */
    static Optional<PublishedAuthorities> of(AuthorityState state, Optional<AuthorityRotation.Report> rotation) {
        return rotation.map(AuthorityRotation.Report::generations)
                .map(PublishedAuthorities::of)
                .or(() -> state instanceof AuthorityState.IssuedElsewhere(var trusted, var _, var _)
                        ? Optional.of(of(trusted))
                        : Optional.empty())
                .or(() -> state instanceof AuthorityState.Usable(CertificateAuthority authority, var _, var _)
                        ? Optional.of(of(authority))
                        : Optional.empty());
    }

    private static PublishedAuthorities of(Generations held) {
        List<Authority> authorities = new ArrayList<>();
        held.active().anchor().ifPresent(certificate -> authorities.add(describe(State.Active, certificate)));
        Stream.ofNullable(held.next())
                .flatMap(next -> next.material().anchor().stream())
                .forEach(certificate -> authorities.add(describe(State.Next, certificate)));
        Stream.ofNullable(held.retiring())
                .forEach(retiring -> authorities.add(describe(State.Retiring, retiring.certificate())));
        String expires = held.active()
                .validity()
                .map(validity -> validity.notAfter().toString())
                .orElse("");
        return new PublishedAuthorities(held.bundlePem(), expires, List.copyOf(authorities));
    }

    private static PublishedAuthorities of(CertificateAuthority authority) {
        return new PublishedAuthorities(
                CertificatePem.encode(authority.trustAnchorCertificate()),
                authority.validity().notAfter().toString(),
                List.of(describe(State.Active, authority.trustAnchorCertificate())));
    }

    /** AWS must trust all of them. The last to expire comes first. */
    private static PublishedAuthorities of(List<X509Certificate> trusted) {
        return new PublishedAuthorities(
                CertificatePem.encode(trusted),
                Validity.of(trusted.getFirst()).notAfter().toString(),
                trusted.stream().map(it -> describe(State.Active, it)).toList());
    }

    private static Authority describe(State state, X509Certificate certificate) {
        Validity validity = Validity.of(certificate);
        return new Authority(
                state,
                ShownName.subject(certificate).toString(),
                Fingerprint.sha256(certificate),
                validity.notBefore().toString(),
                validity.notAfter().toString());
    }
}
