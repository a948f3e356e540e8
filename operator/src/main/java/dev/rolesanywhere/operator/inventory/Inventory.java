package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the cluster holds, as watches last told. Objects are shared: nobody changes them. Secrets and ConfigMaps are those of
 * the operator's own namespace only. Custom resources without a spec, which the schema forbids, are not there.
 */
public interface Inventory {
    /** Whether every watch has its first list; before that, what is not found may yet exist. */
    boolean isComplete();

    Optional<AWSTrustAnchor> trustAnchor(String name);

    Optional<AWSRole> role(String name);

    List<AWSTrustAnchor> trustAnchors();

    List<AWSRole> roles();

    List<AWSRoleBinding> bindings();

    List<AWSRoleBinding> bindings(String namespace);

    Optional<Namespace> namespace(String name);

    Optional<ServiceAccount> serviceAccount(String namespace, String name);

    Optional<Secret> secret(String name);

    Optional<ConfigMap> configMap(String name);

    /**
     * What a certificate is issued by: asked of the API server, because a watch whose connection died silently is noticed after minutes only.
     */
    default List<AWSRoleBinding> bindingsNow(String namespace) {
        return bindings(namespace);
    }

    /** Asked of the API server, as {@link #bindingsNow}. */
    default Optional<AWSRole> roleNow(String name) {
        return role(name);
    }

    /** Asked of the API server, as {@link #bindingsNow}. */
    default Optional<AWSTrustAnchor> trustAnchorNow(String name) {
        return trustAnchor(name);
    }

    /** Asked of the API server, as {@link #bindingsNow}. */
    default Optional<Namespace> namespaceNow(String name) {
        return namespace(name);
    }

    /**
     * Calls back after the inventory has taken in that an object of this kind was added, changed or deleted; of a status only
     * what other objects show. Must not block.
     */
    <T extends HasMetadata> void onChange(Class<T> kind, Consumer<T> listener);

    default List<AWSRole> rolesOf(String trustAnchor) {
        return roles().stream()
                .filter(role -> role.getSpec().trustAnchorName().equals(trustAnchor))
                .toList();
    }

    default List<AWSRoleBinding> bindingsOf(String role) {
        return bindings().stream()
                .filter(binding -> binding.getSpec().roleRef().name().equals(role))
                .toList();
    }

    /** The bindings whose subjects name this ServiceAccount. */
    default List<AWSRoleBinding> bindingsOf(String namespace, String serviceAccount) {
        return bindings(namespace).stream()
                .filter(binding -> binding.getSpec().names(serviceAccount))
                .toList();
    }
}
