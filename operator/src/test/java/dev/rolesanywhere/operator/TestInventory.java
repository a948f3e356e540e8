package dev.rolesanywhere.operator;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.inventory.Inventory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The objects that a test puts into the cluster. */
public final class TestInventory implements Inventory {
    private final List<HasMetadata> objects = new ArrayList<>();

    public TestInventory with(HasMetadata... added) {
        objects.addAll(List.of(added));
        return this;
    }

    public void remove(HasMetadata object) {
        objects.remove(object);
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public Optional<AWSTrustAnchor> trustAnchor(String name) {
        return find(AWSTrustAnchor.class, name);
    }

    @Override
    public Optional<AWSRole> role(String name) {
        return find(AWSRole.class, name).filter(role -> role.getSpec() != null);
    }

    @Override
    public List<AWSTrustAnchor> trustAnchors() {
        return all(AWSTrustAnchor.class);
    }

    @Override
    public List<AWSRole> roles() {
        return all(AWSRole.class);
    }

    @Override
    public List<AWSRoleBinding> bindings() {
        return all(AWSRoleBinding.class).stream()
                .filter(binding -> binding.getSpec() != null)
                .toList();
    }

    @Override
    public List<AWSRoleBinding> bindings(String namespace) {
        return bindings().stream()
                .filter(binding -> binding.getMetadata().getNamespace().equals(namespace))
                .toList();
    }

    @Override
    public Optional<Namespace> namespace(String name) {
        return find(Namespace.class, name);
    }

    @Override
    public Optional<ServiceAccount> serviceAccount(String namespace, String name) {
        return find(ServiceAccount.class, name)
                .filter(account -> account.getMetadata().getNamespace().equals(namespace));
    }

    @Override
    public Optional<Secret> secret(String name) {
        return find(Secret.class, name);
    }

    @Override
    public Optional<ConfigMap> configMap(String name) {
        return find(ConfigMap.class, name);
    }

    @Override
    public <T extends HasMetadata> void onChange(Class<T> kind, Consumer<T> listener) {}

    private <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    private <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
