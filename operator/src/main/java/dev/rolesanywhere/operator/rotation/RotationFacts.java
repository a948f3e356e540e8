package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts for a step of a rotation.
 *
 * @param nextProblem why the next CA cannot sign now; absent if it can, or if there is none
 * @param rotate fingerprint of the CA that the rotate annotation names
 * @param activate fingerprint of the CA that the activate annotation names
 * @param recordedActive fingerprint of the active CA in the status
 */
public record RotationFacts(
        Generations held,
        DesiredAuthority desired,
        @Nullable String nextProblem,
        @Nullable String rotate,
        @Nullable String activate,
        @Nullable String recordedActive,
        Instant now) {

    /** Of the active CA with its whole path. */
    Validity activeValidity() {
        return held.active()
                .validity()
                .orElseThrow(() -> new IllegalStateException("an active CA that cannot be read is not rotated"));
    }

    String activeFingerprint() {
        return held.active().fingerprint().orElse("");
    }

    boolean isNext(@Nullable String fingerprint) {
        Generations.Next next = held.next();
        return next != null
                && fingerprint != null
                && next.material().fingerprint().filter(fingerprint::equals).isPresent();
    }
}
