package dev.rolesanywhere.emulator.crl;

import dev.rolesanywhere.emulator.arn.Arn;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Revocation as Roles Anywhere does it: imported lists only, no distribution points, no OCSP, and a stale list still counts. */
public final class Revocation {
    private Revocation() {}

    /** The first certificate of the path that an enabled list of this anchor revokes. */
    public static Optional<X509Certificate> revoked(
            List<X509Certificate> path, Arn trustAnchor, Collection<Crl> lists) {
        return path.stream()
                .filter(certificate -> lists.stream()
                        .filter(Crl::enabled)
                        .filter(list -> list.trustAnchor().equals(trustAnchor))
                        .anyMatch(list -> revokes(list, certificate)))
                .findFirst();
    }

    private static boolean revokes(Crl list, X509Certificate certificate) {
        return list.list().parsed().getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                && list.list().parsed().getRevokedCertificate(certificate.getSerialNumber()) != null;
    }
}
