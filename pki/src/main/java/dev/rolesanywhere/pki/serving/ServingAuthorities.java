package dev.rolesanywhere.pki.serving;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The authorities of the operator's own TLS. States of an authority: next, in the bundles only; next, signing, while the old authority
 * is still in the bundles; current.
 *
 * @param next created when two thirds of the lifetime of {@code current} are over
 */
public record ServingAuthorities(
        ServingAuthority current, @Nullable ServingAuthority next) {
    /** For this time next is only distributed: each sidecar requests a certificate, and so gets the bundle, well within it. */
    static final Duration OVERLAP = Duration.ofHours(24);

    /** The next step of the rotation. */
    public enum Step {
        KEEP,
        /** Create next and distribute it. */
        CREATE_NEXT,
        /** Next becomes current, and the old authority is removed. */
        DROP_CURRENT,
        /** No authority is valid: create a new current. */
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

    /** The authorities that clients must trust: current, then next. */
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
