package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.Authority;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A user's instruction about one certificate authority: an annotation with its fingerprint.
 *
 * @param annotation that the operator reads
 * @param state of the named authority
 */
record Word(String annotation, State state) {
    static final Word ROTATE = new Word(Annotations.ROTATE, State.Active);
    static final Word ACTIVATE = new Word(Annotations.ACTIVATE, State.Next);

    /** The authority in that state; empty if there is none. */
    Optional<Authority> about(AWSTrustAnchor anchor) {
        return authorities(anchor).stream()
                .filter(authority -> authority.state() == state)
                .findFirst();
    }

    /** The next steps for the user. */
    String next(String anchor) {
        return state == State.Active
                ? "The operator creates the next CA. Then add both certificates to the trust anchor in AWS: kubectl get awsta %s -o jsonpath={.status.caBundle}"
                        .formatted(anchor)
                : "The next CA signs from now on. Keep the old certificate in AWS until the condition Rotation has the reason Settled.";
    }

    private static List<Authority> authorities(AWSTrustAnchor anchor) {
        return anchor.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(anchor.getStatus().authorities(), List.of());
    }
}
