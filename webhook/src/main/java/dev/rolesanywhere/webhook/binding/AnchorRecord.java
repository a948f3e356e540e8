package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.cache.Records;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.External;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The cached part of an AWSTrustAnchor.
 *
 * @param external the location of its certificates in files of the pod; null if the operator issues them
 */
record AnchorRecord(
        String name, String resourceVersion, @Nullable External external) {

    static Records<AWSTrustAnchor, AnchorRecord> records() {
        return new Records<>(AnchorRecord::of, (key, kept) -> kept.anchor());
    }

    private static AnchorRecord of(AWSTrustAnchor anchor) {
        External external =
                anchor.getSpec() == null || anchor.getSpec().defect().isPresent()
                        ? null
                        : anchor.getSpec().certificateAuthority().external();
        return new AnchorRecord(
                anchor.getMetadata().getName(), anchor.getMetadata().getResourceVersion(), external);
    }

    private AWSTrustAnchor anchor() {
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withResourceVersion(resourceVersion)
                .build());
        return anchor;
    }
}
