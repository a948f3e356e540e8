package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Duration;
import java.time.Instant;

/** The lifetime of a leaf: as requested, and never longer than its authority's. */
public final class LeafLifetime {
    public static final Duration DEFAULT = Duration.ofHours(1);

    /** An authority with less time left does not sign: the leaf would expire before the pod could use it. */
    public static final Duration MINIMUM = Duration.ofMinutes(10);

    private LeafLifetime() {}

    /** Whether an authority of this validity can still sign a useful leaf. */
    public static boolean possible(Validity authority, Instant now) {
        return authority.contains(now) && !now.plus(MINIMUM).isAfter(authority.notAfter());
    }

    /**
     * From five minutes ago (but not before the authority) for {@code lifetime} from now (but not past the authority).
     *
     * @param authority when issuer and chain are all valid
     * @throws IllegalArgumentException unless {@link #possible}
     */
    public static Validity choose(Validity authority, Duration lifetime, Instant now) {
        if (!possible(authority, now)) {
            throw new IllegalArgumentException(
                    "the certificate authority is valid from " + authority.notBefore() + " to " + authority.notAfter()
                            + ", and a leaf needs " + MINIMUM.toMinutes() + " minutes from " + now);
        }
        return Validity.starting(now, lifetime).within(authority);
    }
}
