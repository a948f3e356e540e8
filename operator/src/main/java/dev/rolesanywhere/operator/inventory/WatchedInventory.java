package dev.rolesanywhere.operator.inventory;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.cache.AccountRecord;
import dev.rolesanywhere.crds.cache.BindingVersions;
import dev.rolesanywhere.crds.cache.Records;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One watch per kind for the whole process. Every replica has them, so that a standby knows the CA before it takes
 * over. The reconcilers' watches provide the custom resources, and separate watches provide the other kinds.
 */
@Singleton
public class WatchedInventory implements Inventory {
    /** Page size of the first list, so that no list is in memory as a whole. */
    public static final long PAGE = 250;

    private static final String NAME = "metadata.name";
    private static final String SLASH = "/";

    private final KubernetesClient client;
    private final BindingVersions versions;
    private final String ownNamespace;
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("inventory").factory());
    private final ReconciledKind<AWSTrustAnchor> anchors =
            new ReconciledKind<>(Lean.resource(AWSTrustAnchor::new), anchor -> List.of(), Lean::version, telling);
    private final ReconciledKind<AWSRole> roles =
            new ReconciledKind<>(Lean.resource(AWSRole::new), WatchedInventory::anchorOf, Lean::readiness, telling);
    private final ReconciledKind<AWSRoleBinding> bindings =
            new ReconciledKind<>(Lean::binding, WatchedInventory::groupsOf, Lean::generation, telling);
    private final Map<Class<? extends HasMetadata>, ReconciledKind<?>> kinds = Map.of(
            AWSTrustAnchor.class, anchors,
            AWSRole.class, roles,
            AWSRoleBinding.class, bindings);
    private final Map<Class<? extends HasMetadata>, SharedIndexInformer<? extends HasMetadata>> informers;
    private final AtomicReference<BoundNamespaces> bound = new AtomicReference<>(new BoundNamespaces(0, Set.of()));
    private volatile BooleanSupplier reconciled = () -> false;

    /** @param changes of groups before the names were read */
    private record BoundNamespaces(long changes, Set<String> names) {}

    public WatchedInventory(KubernetesClient client, OperatorSettings settings) {
        this.client = client;
        this.versions = new BindingVersions(client);
        this.ownNamespace = settings.namespace();
        this.informers = Map.of(
                Namespace.class,
                client.namespaces()
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .itemStore(new Records<>(Lean::namespace, (key, namespace) -> namespace)),
                ServiceAccount.class,
                client.serviceAccounts()
                        .inAnyNamespace()
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .removeNamespaceIndex()
                        .itemStore(AccountRecord.records()),
                Secret.class,
                client.secrets().inNamespace(ownNamespace).withLimit(PAGE).runnableInformer(0),
                ConfigMap.class,
                client.configMaps().inNamespace(ownNamespace).withLimit(PAGE).runnableInformer(0));
    }

    private static List<String> anchorOf(AWSRole role) {
        return role.getSpec() == null ? List.of() : List.of(role.getSpec().trustAnchorName());
    }

    /** A role's name has no slash; a slash at the end marks a namespace. */
    private static List<String> groupsOf(AWSRoleBinding binding) {
        String namespace = ofNamespace(binding.getMetadata().getNamespace());
        return binding.getSpec() == null
                ? List.of(namespace)
                : List.of(namespace, binding.getSpec().roleRef().name());
    }

    private static String ofNamespace(String namespace) {
        return namespace + SLASH;
    }

    /**
     * The store for the informer of a reconciler.
     *
     * @throws IllegalArgumentException for a kind that has a watch here
     */
    public <T extends HasMetadata> ItemStore<T> itemsOf(Class<T> kind) {
        return reconciledKind(kind)
                .orElseThrow(() -> new IllegalArgumentException(kind.getSimpleName() + " is watched here"));
    }

    /** @param complete whether the informers of the reconcilers have their first lists */
    public void reconciledWhen(BooleanSupplier complete) {
        this.reconciled = complete;
    }

    /** Starts before the reconcilers, which read it. */
    void start(@Observes @Priority(1) StartupEvent event) {
        // A broken watch is restarted without limit, even if the API server is unavailable for an hour.
        informers.values().forEach(informer -> {
            informer.exceptionHandler((started, failure) -> true);
            var ignored = informer.start();
        });
    }

    void stop(@Observes ShutdownEvent event) {
        informers.values().forEach(SharedIndexInformer::stop);
        telling.shutdownNow();
    }

    @Override
    public boolean isComplete() {
        return reconciled.getAsBoolean() && informers.values().stream().allMatch(SharedIndexInformer::hasSynced);
    }

    @Override
    public Optional<AWSTrustAnchor> trustAnchor(String name) {
        return Optional.ofNullable(anchors.record(name)).filter(anchor -> anchor.getSpec() != null);
    }

    @Override
    public Optional<AWSRole> role(String name) {
        return Optional.ofNullable(roles.record(name)).filter(role -> role.getSpec() != null);
    }

    @Override
    public List<AWSTrustAnchor> trustAnchors() {
        return anchors.all();
    }

    @Override
    public List<AWSRole> roles() {
        return roles.all();
    }

    @Override
    public List<AWSRole> rolesOf(String trustAnchor) {
        return roles.group(trustAnchor);
    }

    @Override
    public List<AWSRoleBinding> bindings() {
        return bindings.all();
    }

    @Override
    public List<AWSRoleBinding> bindings(String namespace) {
        return bindings.group(ofNamespace(namespace));
    }

    /** Reused until a group of bindings appears or disappears, because the checks of pods ask twice a second. */
    @Override
    public Set<String> boundNamespaces() {
        long changes = bindings.changesOfGroups();
        BoundNamespaces known = bound.get();
        if (known.changes() == changes) {
            return known.names();
        }
        Set<String> names = bindings.groups()
                .filter(group -> group.endsWith(SLASH))
                .map(group -> group.substring(0, group.length() - SLASH.length()))
                .collect(Collectors.toUnmodifiableSet());
        bound.set(new BoundNamespaces(changes, names));
        return names;
    }

    @Override
    public List<AWSRoleBinding> bindingsOf(String role) {
        return bindings.group(role);
    }

    @Override
    public Optional<Namespace> namespace(String name) {
        return find(Namespace.class, "", name);
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
    public Optional<ConfigMap> configMap(String name) {
        return find(ConfigMap.class, ownNamespace, name);
    }

    /** The versions are much smaller than the bindings. */
    @Override
    public List<AWSRoleBinding> bindingsNow(String namespace) {
        List<AWSRoleBinding> kept = bindings(namespace);
        return versions.match(namespace, kept)
                ? kept
                : client.resources(AWSRoleBinding.class).inNamespace(namespace).list().getItems().stream()
                        .map(Lean::binding)
                        .toList();
    }

    // With LIST, because the operator has no permission to GET them.
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
        reconciledKind(kind).ifPresentOrElse(found -> found.onChange(listener), () -> informer(kind)
                .addEventHandler(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(T added) {
                        listener.accept(added);
                    }

                    @Override
                    public void onUpdate(T before, T after) {
                        if (!Objects.equals(
                                before.getMetadata().getResourceVersion(),
                                after.getMetadata().getResourceVersion())) {
                            // Objects that the old version referred to are affected too.
                            listener.accept(before);
                            listener.accept(after);
                        }
                    }

                    @Override
                    public void onDelete(T deleted, boolean stateUnknown) {
                        listener.accept(deleted);
                    }
                }));
    }

    private <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
        return Optional.ofNullable(informer(kind).getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
    }

    @SuppressWarnings("unchecked") // the map holds the key's kind
    private <T extends HasMetadata> Optional<ReconciledKind<T>> reconciledKind(Class<T> kind) {
        return Optional.ofNullable((ReconciledKind<T>) kinds.get(kind));
    }

    @SuppressWarnings("unchecked") // the map is filled with an informer of the key's kind
    private <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
        return (SharedIndexInformer<T>) Objects.requireNonNull(informers.get(kind), "this kind is not watched");
    }
}
