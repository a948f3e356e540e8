package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The rules for a leaf's validity, which depend on how the pod gets the leaf. */
@FunctionalInterface
public interface LeafTerms {
    /** The rules of the issuing endpoint for sidecars. */
    LeafTerms OF_SIDECARS = (authority, lifetime, now) -> LeafLifetime.possible(authority, now)
            ? Optional.of(LeafLifetime.choose(authority, lifetime, now))
            : Optional.empty();

    /**
     * Chooses the validity of one leaf.
     *
     * @param authority the time in which issuer and chain are all valid
     * @param lifetime that the trust anchor sets
     * @return empty if the authority expires too early
     */
    Optional<Validity> choose(Validity authority, Duration lifetime, Instant now);
}
