package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One watch per kind for the whole process; every replica has them, so that a standby knows the CA before it takes over. */
@Singleton
public class WatchedInventory implements Inventory {
    private static final String NAME = "metadata.name";

    private final KubernetesClient client;
    private final String ownNamespace;
    private final Map<Class<? extends HasMetadata>, SharedIndexInformer<? extends HasMetadata>> informers;

    public WatchedInventory(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.ownNamespace = settings.namespace();
        this.informers = Map.of(
                AWSTrustAnchor.class, client.resources(AWSTrustAnchor.class).runnableInformer(0),
                AWSRole.class, client.resources(AWSRole.class).runnableInformer(0),
                AWSRoleBinding.class,
                        client.resources(AWSRoleBinding.class).inAnyNamespace().runnableInformer(0),
                Namespace.class, client.namespaces().runnableInformer(0),
                ServiceAccount.class, client.serviceAccounts().inAnyNamespace().runnableInformer(0),
                Secret.class, client.secrets().inNamespace(ownNamespace).runnableInformer(0));
    }

    /** Before the reconcilers, which ask it. */
    void start(@Observes @Priority(1) StartupEvent event) {
        // A watch that breaks is begun again for ever: an API server that is away for an hour is no reason to give up.
        informers.values().forEach(informer -> {
            informer.exceptionHandler((started, failure) -> true);
            var ignored = informer.start();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        informers.values().forEach(SharedIndexInformer::stop);
    }

    @Override
    public boolean isComplete() {
        return informers.values().stream().allMatch(SharedIndexInformer::hasSynced);
    }

    @Override
    public Optional<AWSTrustAnchor> trustAnchor(String name) {
        return find(AWSTrustAnchor.class, null, name).filter(anchor -> anchor.getSpec() != null);
    }

    @Override
    public Optional<AWSRole> role(String name) {
        return find(AWSRole.class, null, name).filter(role -> role.getSpec() != null);
    }

    @Override
    public List<AWSTrustAnchor> trustAnchors() {
        return withSpec(informer(AWSTrustAnchor.class).getStore().list());
    }

    @Override
    public List<AWSRole> roles() {
        return withSpec(informer(AWSRole.class).getStore().list());
    }

    @Override
    public List<AWSRoleBinding> bindings() {
        return withSpec(informer(AWSRoleBinding.class).getStore().list());
    }

    @Override
    public List<AWSRoleBinding> bindings(String namespace) {
        return withSpec(informer(AWSRoleBinding.class).getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace));
    }

    @Override
    public Optional<Namespace> namespace(String name) {
        return find(Namespace.class, null, name);
    }

    @Override
    public Optional<ServiceAccount> serviceAccount(String namespace, String name) {
        return find(ServiceAccount.class, namespace, name);
    }

    @Override
    public Optional<Secret> secret(String name) {
        return find(Secret.class, ownNamespace, name);
    }

    @Override
    public List<AWSRoleBinding> bindingsNow(String namespace) {
        return client.resources(AWSRoleBinding.class)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    // By LIST, since the operator has no right to GET them.
    @Override
    public Optional<AWSRole> roleNow(String name) {
        return client.resources(AWSRole.class).withField(NAME, name).list().getItems().stream()
                .findFirst();
    }

    @Override
    public Optional<AWSTrustAnchor> trustAnchorNow(String name) {
        return client.resources(AWSTrustAnchor.class).withField(NAME, name).list().getItems().stream()
                .findFirst();
    }

    @Override
    public Optional<Namespace> namespaceNow(String name) {
        return client.namespaces().withField(NAME, name).list().getItems().stream()
                .findFirst();
    }

    @Override
    public <T extends HasMetadata> void onChange(Class<T> kind, Consumer<T> listener) {
        Consumer<T> listening = changed -> {
            if (!(changed instanceof CustomResource<?, ?> resource) || resource.getSpec() != null) {
                listener.accept(changed);
            }
        };
        informer(kind).addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                listening.accept(added);
            }

            @Override
            public void onUpdate(T before, T after) {
                if (!Objects.equals(
                        before.getMetadata().getResourceVersion(),
                        after.getMetadata().getResourceVersion())) {
                    // Whatever the old one referred to is concerned as well.
                    listening.accept(before);
                    listening.accept(after);
                }
            }

            @Override
            public void onDelete(T deleted, boolean stateUnknown) {
                listening.accept(deleted);
            }
        });
    }

    private static <T extends CustomResource<?, ?>> List<T> withSpec(List<T> resources) {
        return resources.stream().filter(it -> it.getSpec() != null).toList();
    }

    private <T extends HasMetadata> Optional<T> find(Class<T> kind, @Nullable String namespace, String name) {
        return Optional.ofNullable(
                informer(kind).getStore().getByKey(Cache.namespaceKeyFunc(namespace == null ? "" : namespace, name)));
    }

    @SuppressWarnings("unchecked") // the map is filled with an informer of the key's kind
    private <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
        return (SharedIndexInformer<T>) Objects.requireNonNull(informers.get(kind), "this kind is not watched");
    }
}
