package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import java.util.Optional;

/**
 * What the cluster holds about the CA of one trust anchor. A reconcile reads it once, and once more after each of its writes.
 *
 * @param own the Secret of the generations
 * @param given the user's Secret; empty also where the spec names none
 * @param published the ConfigMap
 */
public record AuthoritySnapshot(
        Optional<StoredSecret> own, Optional<StoredSecret> given, Optional<StoredBundle> published) {

    public static AuthoritySnapshot read(AuthorityStore store, AWSTrustAnchor anchor) {
        String own = AuthorityNames.own(anchor.getMetadata().getName());
        return new AuthoritySnapshot(
                store.read(own),
                Optional.ofNullable(AuthorityNames.given(anchor)).flatMap(store::read),
                store.published(own));
    }

    /** Empty where there is no active CA. */
    public Optional<Generations> generations() {
        return own.flatMap(secret -> GenerationsSecret.decode(secret.data()));
    }

    /** The CA that was in use before, as status or ConfigMap tell. */
    public RecordedAuthority recorded(AWSTrustAnchor anchor) {
        return RecordedAuthority.of(anchor, published.flatMap(StoredBundle::pem));
    }
}
