package dev.rolesanywhere.e2e.attack;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;

/** Whether the operator still writes the statuses of the AWSRole, the AWSRoleBinding and the AWSTrustAnchor of one namespace's pods. */
final class Statuses {
    private final KubernetesClient client;
    private final String name;

    /** @param name of the AWSRole, the binding and its namespace */
    Statuses(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** Changes each spec to another valid value, and back at the next call. */
    void change() {
        toggle(role(), "sessionDuration", "1h", "90m");
        toggle(binding(), "profile", name, name + "-2");
        toggle(anchor(), "leafDuration", "1h", "61m");
    }

    /** The statuses that belong to an older spec. */
    List<String> behind() {
        return List.of(role(), binding(), anchor()).stream()
                .map(Resource::require)
                .filter(object -> !Objects.equals(object.getMetadata().getGeneration(), observed(object)))
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    private static Object observed(GenericKubernetesResource object) {
        Number generation = object.get("status", "observedGeneration");
        return generation == null ? -1L : generation.longValue();
    }

    /** Uses a merge patch without a resource version, because the operator may write the status at the same time. */
    private static void toggle(Resource<GenericKubernetesResource> object, String member, String one, String other) {
        String value = one.equals(object.require().get("spec", member)) ? other : one;
        object.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"%s\": \"%s\"}}".formatted(member, value));
    }

    private Resource<GenericKubernetesResource> role() {
        return generic(AWSRole.class).withName(name);
    }

    private Resource<GenericKubernetesResource> binding() {
        return client.genericKubernetesResources(
                        HasMetadata.getApiVersion(AWSRoleBinding.class), HasMetadata.getKind(AWSRoleBinding.class))
                .inNamespace(name)
                .withName(name);
    }

    private Resource<GenericKubernetesResource> anchor() {
        return generic(AWSTrustAnchor.class).withName("default");
    }

    private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                    GenericKubernetesResource,
                    io.fabric8.kubernetes.api.model.GenericKubernetesResourceList,
                    Resource<GenericKubernetesResource>>
            generic(Class<? extends HasMetadata> type) {
        return client.genericKubernetesResources(HasMetadata.getApiVersion(type), HasMetadata.getKind(type));
    }
}
