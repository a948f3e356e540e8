package dev.rolesanywhere.operator.trustanchor;

import org.jspecify.annotations.Nullable;

/** What is to be done to have a certificate authority. */
sealed interface AuthorityStep {
    /** The Secret is there: read it. */
    record Load() implements AuthorityStep {}

    /** There never was one, or its loss was accepted: make one. */
    record Generate() implements AuthorityStep {}

    /** The user's Secret is not there. */
    record AwaitSecret() implements AuthorityStep {}

    /** There was a key, and it is gone. */
    record Lost(String fingerprint) implements AuthorityStep {}

    /**
     * A key that was in use is never replaced by itself: AWS knows its certificate, and restoring a backup heals everything at once.
     *
     * @param selfSigned whether the operator makes the CA
     * @param secretExists as read live
     * @param recorded fingerprint of the CA that status or ConfigMap tell of; absent if there never was one
     * @param replace the fingerprint whose loss somebody accepted, by annotation
     */
    static AuthorityStep decide(
            boolean selfSigned, boolean secretExists, @Nullable String recorded, @Nullable String replace) {
        if (secretExists) {
            return new Load();
        }
        if (!selfSigned) {
            return new AwaitSecret();
        }
        return recorded == null || recorded.equals(replace) ? new Generate() : new Lost(recorded);
    }
}
