package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a leaf is valid, for the one who delivers it to the pod. */
@FunctionalInterface
public interface LeafTerms {
    /** As the issuing endpoint gives leaves to sidecars. */
    LeafTerms OF_SIDECARS = (authority, lifetime, now) -> LeafLifetime.possible(authority, now)
            ? Optional.of(LeafLifetime.choose(authority, lifetime, now))
            : Optional.empty();

    /**
     * Chooses the validity of one leaf.
     *
     * @param authority when issuer and chain are all valid
     * @param lifetime that the trust anchor wants
     * @return empty where the authority does not last long enough
     */
    Optional<Validity> choose(Validity authority, Duration lifetime, Instant now);
}
