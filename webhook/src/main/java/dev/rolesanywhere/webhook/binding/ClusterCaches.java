package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.cache.AccountRecord;
import dev.rolesanywhere.crds.cache.LeanMetadata;
import dev.rolesanywhere.crds.cache.Records;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches the objects that the webhook reads, and keeps only the used fields. The first list is read in pages. */
@ApplicationScoped
public class ClusterCaches {
    /** A page is parsed as a whole; two pages in memory are a megabyte or two. */
    private static final long PAGE = 250;

    private final Records<AWSRole, RoleRecord> roles = RoleRecord.records();
    private final Records<AWSTrustAnchor, AnchorRecord> anchors = AnchorRecord.records();
    private final Records<ServiceAccount, AccountRecord> accounts = AccountRecord.records();
    private final SharedIndexInformer<AWSRoleBinding> bindings;
    private final List<SharedIndexInformer<? extends HasMetadata>> informers;

    ClusterCaches(KubernetesClient client) {
        bindings = client.resources(AWSRoleBinding.class)
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(new Records<>(ClusterCaches::lean, (key, binding) -> binding));
        informers = List.of(
                bindings,
                client.resources(AWSRole.class)
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .removeNamespaceIndex()
                        .itemStore(roles),
                client.resources(AWSTrustAnchor.class)
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .removeNamespaceIndex()
                        .itemStore(anchors),
                client.serviceAccounts()
                        .inAnyNamespace()
                        .withLimit(PAGE)
                        .runnableInformer(0)
                        .removeNamespaceIndex()
                        .itemStore(accounts));
    }

    /** Only the spec: a binding's status does not matter at admission. */
    private static AWSRoleBinding lean(AWSRoleBinding binding) {
        AWSRoleBinding lean = new AWSRoleBinding();
        lean.setMetadata(LeanMetadata.of(binding.getMetadata()));
        lean.setSpec(binding.getSpec());
        return lean;
    }

    /** Does not block: until the caches are filled the webhook is not ready and gets no requests. */
    void start(@Observes StartupEvent event) {
        // A missing CRD or an unavailable API server must not stop the process: the informers retry.
        informers.forEach(informer ->
                informer.exceptionHandler((started, failure) -> true).start());
    }

    void stop(@Observes ShutdownEvent event) {
        informers.forEach(SharedIndexInformer::stop);
    }

    /** Whether every cache has seen the API server's state once. */
    public boolean filled() {
        return informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    List<AWSRoleBinding> bindings(String namespace) {
        return bindings.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
    }

    @Nullable
    RoleRecord role(String name) {
        return roles.record(name);
    }

    @Nullable
    AnchorRecord anchor(String name) {
        return anchors.record(name);
    }

    @Nullable
    AccountRecord account(String namespace, String name) {
        return accounts.record(namespace + "/" + name);
    }
}
