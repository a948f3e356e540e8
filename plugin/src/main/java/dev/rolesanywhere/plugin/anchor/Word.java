package dev.rolesanywhere.plugin.anchor;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.Authority;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus.State;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person says to the operator about one certificate authority, by an annotation with its fingerprint.
 *
 * @param annotation that the operator obeys
 * @param state of the authority that it names
 */
record Word(String annotation, State state) {
    static final Word ROTATE = new Word(Annotations.ROTATE, State.Active);
    static final Word ACTIVATE = new Word(Annotations.ACTIVATE, State.Next);

    /** The authority that would be named now; empty where there is none in that state. */
    Optional<Authority> about(AWSTrustAnchor anchor) {
        return authorities(anchor).stream()
                .filter(authority -> authority.state() == state)
                .findFirst();
    }

    /** What follows. */
    String next(String anchor) {
        return state == State.Active
                ? "The operator makes the next CA. Then put both certificates into the trust anchor in AWS: kubectl get awsta %s -o jsonpath={.status.caBundle}"
                        .formatted(anchor)
                : "The next CA signs from now on. Leave the old certificate in AWS until the condition Rotation is"
                        + " Settled.";
    }

    private static List<Authority> authorities(AWSTrustAnchor anchor) {
        return anchor.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(anchor.getStatus().authorities(), List.of());
    }
}
