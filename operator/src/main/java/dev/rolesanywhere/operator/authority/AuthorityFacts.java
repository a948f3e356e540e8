package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.operator.rotation.Generations;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts that decide which CA signs.
 *
 * @param given fingerprint of the CA in the user's Secret, if the spec names one
 * @param secretExists whether our own Secret exists, readable or not
 * @param held the content of our own Secret
 * @param registered whether the spec names a trust anchor in AWS, which proves that a CA existed
 * @param replace the fingerprint of the lost CA whose replacement the annotation approves
 * @param first whether a cluster without a CA may create one although one is registered
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
        /** The spec names no Secret: the operator creates the CA. */
        record NotNamed() implements GivenSecret {}

        record Missing(String source) implements GivenSecret {}

        /** @param fingerprint absent if the CA is unusable */
        record Found(@Nullable String fingerprint) implements GivenSecret {}
    }

    boolean lossIsAccepted() {
        return replace != null && replace.equals(recorded.fingerprint());
    }
}
