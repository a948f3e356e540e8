package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.cache.Records;
import dev.rolesanywhere.crds.role.AWSRole;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Objects;

/**
 * The cached part of an AWSRole.
 *
 * @param region of the registration that serves it; empty if it is not served yet
 * @param account of its IAM role; empty if the ARN names none
 * @param trustAnchor name of its AWSTrustAnchor
 */
record RoleRecord(String name, String resourceVersion, String region, String account, String trustAnchor) {
    private static final int PARTS_OF_AN_ARN = 6;
    private static final int ACCOUNT = 4;

    static Records<AWSRole, RoleRecord> records() {
        return new Records<>(RoleRecord::of, (key, kept) -> kept.role());
    }

    private static RoleRecord of(AWSRole role) {
        String region = role.getStatus() == null ? null : role.getStatus().region();
        return new RoleRecord(
                role.getMetadata().getName(),
                role.getMetadata().getResourceVersion(),
                Objects.requireNonNullElse(region, ""),
                role.getSpec() == null ? "" : account(role.getSpec().roleARN()),
                role.getSpec() == null ? "" : role.getSpec().trustAnchorName());
    }

    private static String account(String arn) {
        String[] parts = arn.split(":", PARTS_OF_AN_ARN);
        return parts.length == PARTS_OF_AN_ARN ? parts[ACCOUNT] : "";
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
