package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IntermediateRequest;
import java.nio.charset.StandardCharsets;
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
                Optional.ofNullable(AuthorityNames.given(anchor))
                        .flatMap(store::read)
                        .map(secret -> complete(secret, anchor)),
                store.published(own));
    }

    /** The key of an intermediate lies here, and its certificate in the spec. */
    private static StoredSecret complete(StoredSecret secret, AWSTrustAnchor anchor) {
        String certificate = AuthorityNames.signedCertificate(anchor);
        return certificate == null ? secret : secret.with(CertificateAuthorityLoader.CERTIFICATE_ENTRY, certificate);
    }

    /** What somebody's CA is to sign; empty for other authorities. */
    public Optional<String> request(AWSTrustAnchor anchor) {
        return given.filter(_ -> AuthorityNames.isIntermediate(anchor))
                .map(secret -> secret.data().get(IntermediateRequest.ENTRY))
                .map(pem -> new String(pem, StandardCharsets.UTF_8));
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
