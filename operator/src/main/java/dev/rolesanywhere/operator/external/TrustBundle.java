package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.crds.trustanchor.TrustAnchorCondition.Reason;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The certificates that AWS must trust if another component issues the leaves. */
public sealed interface TrustBundle {
    /**
     * @param certificates that have not expired, the last to expire first; not empty
     * @param source where they are, for messages
     * @param leftOut a sentence about certificates that are not shown; empty if all are shown
     */
    record Known(List<X509Certificate> certificates, String source, String leftOut) implements TrustBundle {
        public Known {
            certificates = List.copyOf(certificates);
        }

        /** From the first start to the last expiration: leaves of each certificate are accepted. */
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
