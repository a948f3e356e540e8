package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The certificates that AWS is to trust where another component issues the leaves. */
public sealed interface TrustBundle {
    /**
     * @param certificates that have not ended, the one that ends last first; not empty
     * @param source where they stand, for messages
     * @param leftOut what of it is not shown, as a sentence behind another; empty where nothing is
     */
    record Known(List<X509Certificate> certificates, String source, String leftOut) implements TrustBundle {
        public Known {
            certificates = List.copyOf(certificates);
        }

        /** From the first beginning to the last end: leaves of any of them are accepted. */
        public Validity validity() {
            Instant begin = certificates.stream()
                    .map(it -> it.getNotBefore().toInstant())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            return new Validity(begin, certificates.getFirst().getNotAfter().toInstant());
        }
    }

    record Unknown(Reason reason, String message) implements TrustBundle {}
}
