package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.cache.Records;
import dev.rolesanywhere.crds.role.AWSRole;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Objects;

/**
 * The cached part of an AWSRole.
 *
 * @param region of the registration that serves it; empty if it is not served yet
 * @param trustAnchor name of its AWSTrustAnchor
 */
record RoleRecord(String name, String resourceVersion, String region, String trustAnchor) {

    static Records<AWSRole, RoleRecord> records() {
        return new Records<>(RoleRecord::of, (key, kept) -> kept.role());
    }

    private static RoleRecord of(AWSRole role) {
        String region = role.getStatus() == null ? null : role.getStatus().region();
        return new RoleRecord(
                role.getMetadata().getName(),
                role.getMetadata().getResourceVersion(),
                Objects.requireNonNullElse(region, ""),
                role.getSpec() == null ? "" : role.getSpec().trustAnchorName());
    }

    private AWSRole role() {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withResourceVersion(resourceVersion)
                .build());
        return role;
    }
}
