package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether there is a CA to sign with.
 *
 * @param given fingerprint of the CA in the user's Secret, where the spec names one
 * @param secretExists whether our own Secret is there, readable or not
 * @param held what our own Secret holds
 * @param registered whether the spec names a trust anchor in AWS, which cannot be without a CA
 * @param replace the fingerprint whose loss somebody accepted, by annotation
 * @param first whether a cluster that knows of no CA may make one although one is registered
 */
record AuthorityFacts(
        GivenSecret given,
        boolean secretExists,
        Optional<Generations> held,
        RecordedAuthority recorded,
        boolean registered,
        @Nullable String replace,
        FirstAuthority first) {

    /** The user's Secret. */
    sealed interface GivenSecret {
        /** The spec names none: the operator makes the CA. */
        record NotNamed() implements GivenSecret {}

        record Missing(String source) implements GivenSecret {}

        /** @param fingerprint absent where it cannot be used */
        record Found(@Nullable String fingerprint) implements GivenSecret {}
    }

    boolean lossIsAccepted() {
        return replace != null && replace.equals(recorded.fingerprint());
    }
}
