package dev.rolesanywhere.plugin.cluster;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * The user's connection to the cluster.
 *
 * @param namespace of the option, else of the kubeconfig's context, else default
 */
public record Session(KubernetesClient client, String namespace) implements AutoCloseable {
    public Seen<List<AWSTrustAnchor>> anchors() {
        return list(AWSTrustAnchor.class, "AWSTrustAnchors");
    }

    public Seen<List<AWSRole>> roles() {
        return list(AWSRole.class, "AWSRoles");
    }

    public Seen<List<AWSRoleBinding>> bindings() {
        return Seen.of("AWSRoleBindings of all namespaces", () -> client.resources(AWSRoleBinding.class)
                .inAnyNamespace()
                .list()
                .getItems());
    }

    public Seen<List<AWSRoleBinding>> bindings(String of) {
        return Seen.of("AWSRoleBindings of namespace " + of, () -> client.resources(AWSRoleBinding.class)
                .inNamespace(of)
                .list()
                .getItems());
    }

    public AWSRole role(String name) {
        return named(AWSRole.class, "AWSRole", "awsr", name);
    }

    public AWSTrustAnchor anchor(String name) {
        return named(AWSTrustAnchor.class, "AWSTrustAnchor", "awsta", name);
    }

    /** Whether the user may do this. */
    public boolean allows(ResourceAttributes attributes) {
        SubjectAccessReviewStatus status = client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withResourceAttributes(attributes)
                        .endSpec()
                        .build())
                .getStatus();
        return status != null && Boolean.TRUE.equals(status.getAllowed());
    }

    @Override
    public void close() {
        client.close();
    }

    private <T extends HasMetadata> Seen<List<T>> list(Class<T> kind, String what) {
        return Seen.of(what, () -> client.resources(kind).list().getItems());
    }

    private <T extends HasMetadata> T named(Class<T> kind, String what, String plural, String name) {
        return Seen.optional(
                        what + "s", () -> client.resources(kind).withName(name).get())
                .get()
                .orElseThrow(() -> new PluginException(
                        ExitCode.USAGE,
                        "%s %s does not exist. To list the existing ones run 'kubectl get %s'."
                                .formatted(what, name, plural)));
    }
}
