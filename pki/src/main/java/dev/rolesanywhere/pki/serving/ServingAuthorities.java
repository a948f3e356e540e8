package dev.rolesanywhere.pki.serving;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The authorities behind the operator's own TLS at one time. The life of one: next, in the bundles only; next, signing, while the
 * old one is still in the bundles; current.
 *
 * @param next made when two thirds of current's life are over
 */
public record ServingAuthorities(
        ServingAuthority current, @Nullable ServingAuthority next) {
    /** For this long next is only handed out: every sidecar asks for a certificate, and so gets the bundle, well within it. */
    static final Duration OVERLAP = Duration.ofHours(24);

    /** What rotation has to do. */
    public enum Step {
        KEEP,
        /** Make next and hand it out. */
        CREATE_NEXT,
        /** Next becomes current, and the old one is dropped. */
        DROP_CURRENT,
        /** Nothing here is valid: make a new current. */
        START_OVER
    }

    public Step step(Instant now) {
        boolean usable = current.validity().contains(now);
        if (next == null) {
            return !usable ? Step.START_OVER : current.validity().renewalDue(now) ? Step.CREATE_NEXT : Step.KEEP;
        }
        if (!next.validity().contains(now)) {
            return usable ? Step.CREATE_NEXT : Step.START_OVER;
        }
        boolean twoOverlaps = !now.isBefore(handedOutSince(next).plus(OVERLAP.multipliedBy(2)));
        return twoOverlaps || !usable ? Step.DROP_CURRENT : Step.KEEP;
    }

    /** The authority that issues server certificates now. */
    public ServingAuthority signing(Instant now) {
        if (next == null || !next.validity().contains(now)) {
            return current;
        }
        boolean known = !now.isBefore(handedOutSince(next).plus(OVERLAP));
        return known || !current.validity().contains(now) ? next : current;
    }

    /** What clients are to trust: current, then next. */
    public List<X509Certificate> bundle() {
        return next == null ? List.of(current.certificate()) : List.of(current.certificate(), next.certificate());
    }

    public String bundlePem() {
        return CertificatePem.encode(bundle());
    }

    private static Instant handedOutSince(ServingAuthority authority) {
        return authority.validity().notBefore().plus(Validity.CLOCK_SKEW);
    }
}
