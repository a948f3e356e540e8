package dev.rolesanywhere.pki.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Sorts certificates into one path. */
final class PathOrder {
    /** Each step verifies signatures; a longer list is not a CA's path and is returned unchanged. */
    private static final int MOST = 12;

    private PathOrder() {}

    /** Issuer first; the given order without duplicates if the certificates do not form one path. */
    static List<X509Certificate> of(List<X509Certificate> given) {
        List<X509Certificate> once = List.copyOf(new LinkedHashSet<>(given));
        return once.size() > MOST ? once : sorted(once).orElse(once);
    }

    /** Takes the first match at each step, so that a correct path keeps its order. */
    private static Optional<List<X509Certificate>> sorted(List<X509Certificate> certificates) {
        List<X509Certificate> left = new ArrayList<>(certificates);
        List<X509Certificate> path = new ArrayList<>();
        Optional<X509Certificate> next = certificates.stream()
                .filter(lowest -> certificates.stream().noneMatch(it -> it != lowest && signed(lowest, it)))
                .findFirst();
        while (next.isPresent()) {
            X509Certificate current = next.get();
            left.remove(current);
            path.add(current);
            next = left.stream().filter(it -> signed(it, current)).findFirst();
        }
        return left.isEmpty() ? Optional.of(List.copyOf(path)) : Optional.empty();
    }

    private static boolean signed(X509Certificate above, X509Certificate below) {
        try {
            if (!below.getIssuerX500Principal().equals(above.getSubjectX500Principal())) {
                return false;
            }
            below.verify(above.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
