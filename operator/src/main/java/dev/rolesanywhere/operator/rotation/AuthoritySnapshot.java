package dev.rolesanywhere.operator.rotation;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.IntermediateRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The objects of one trust anchor's CA in the cluster. A reconcile reads the snapshot once, and again after each of its
 * writes.
 *
 * @param own the Secret of the generations
 * @param given the user's Secret; also empty if the spec names none
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

    /** The key of an intermediate is here; its certificate is in the spec. */
    private static StoredSecret complete(StoredSecret secret, AWSTrustAnchor anchor) {
        String certificate = AuthorityNames.signedCertificate(anchor);
        return certificate == null ? secret : secret.with(CertificateAuthorityLoader.CERTIFICATE_ENTRY, certificate);
    }

    /** The CSR for an external CA; empty for other authorities. */
    public Optional<String> request(AWSTrustAnchor anchor) {
        return given.filter(_ -> AuthorityNames.isIntermediate(anchor))
                .map(secret -> secret.data().get(IntermediateRequest.ENTRY))
                .map(pem -> new String(pem, StandardCharsets.UTF_8));
    }

    /** Empty without an active CA. */
    public Optional<Generations> generations() {
        return own.flatMap(secret -> GenerationsSecret.decode(secret.data()));
    }

    /** The previously used CA, according to status or ConfigMap. */
    public RecordedAuthority recorded(AWSTrustAnchor anchor) {
        return RecordedAuthority.of(anchor, published.flatMap(StoredBundle::pem));
    }
}
