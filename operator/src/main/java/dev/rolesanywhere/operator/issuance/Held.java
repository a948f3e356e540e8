package dev.rolesanywhere.operator.issuance;

import java.time.Duration;

/**
 * What a pod says it holds for a role. Hearsay: it decides when the pod is to call AWS, which a pod can do whenever it likes, and
 * nothing else.
 *
 * @param left how long its credentials last; zero without any
 * @param due whether it is about to call AWS
 */
public record Held(Duration left, boolean due) {
    /** No credentials, or a sidecar that does not say. */
    public static final Held NOTHING = new Held(Duration.ZERO, true);
}
