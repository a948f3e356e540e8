package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The objects of the cluster, from watches. Objects are shared and must not be changed. Secrets and ConfigMaps are only from the
 * operator's namespace. Custom resources without a spec, which the schema forbids, are omitted.
 */
public interface Inventory {
    /** Whether every watch has its first list; before that, a missing object may exist. */
    boolean isComplete();

    Optional<AWSTrustAnchor> trustAnchor(String name);

    Optional<AWSRole> role(String name);

    List<AWSTrustAnchor> trustAnchors();

    List<AWSRole> roles();

    List<AWSRoleBinding> bindings();

    List<AWSRoleBinding> bindings(String namespace);

    /** The namespaces that have bindings. */
    default Set<String> boundNamespaces() {
        return bindings().stream()
                .map(binding -> binding.getMetadata().getNamespace())
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<Namespace> namespace(String name);

    Optional<ServiceAccount> serviceAccount(String namespace, String name);

    Optional<Secret> secret(String name);

    Optional<ConfigMap> configMap(String name);

    /**
     * The bindings that the API server has now, for issuing, because a broken watch is noticed only after minutes. If the versions of
     * the watched bindings are the API server's, they are these bindings.
     *
     * @throws KubernetesClientException if the API server does not answer
     */
    default List<AWSRoleBinding> bindingsNow(String namespace) {
        return bindings(namespace);
    }

    /** Read from the API server for issuing, like {@link #bindingsNow}. */
    default Optional<AWSRole> roleNow(String name) {
        return role(name);
    }

    /** Read from the API server for issuing, like {@link #bindingsNow}. */
    default Optional<AWSTrustAnchor> trustAnchorNow(String name) {
        return trustAnchor(name);
    }

    /** Read from the API server for issuing, like {@link #bindingsNow}. */
    default Optional<Namespace> namespaceNow(String name) {
        return namespace(name);
    }

    /**
     * Registers a callback for added, changed and deleted objects of this kind; status changes only if other objects show them. Must
     * not block.
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
