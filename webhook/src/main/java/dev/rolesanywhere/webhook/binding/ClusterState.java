package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the cluster says about a pod's ServiceAccount.
 *
 * <p>Caches lag behind the API server, and binding and pod often come in one {@code kubectl apply}. A ServiceAccount that the
 * caches do not know, or know no binding of, is therefore looked up in the API server itself: bindings at most once a second
 * and namespace. What is missed even so, the ValidatingAdmissionPolicies refuse, and the pod's controller tries again.
 */
@ApplicationScoped
public class ClusterState {
    private static final Logger LOG = Logger.getLogger(ClusterState.class);

    private final KubernetesClient client;
    private final ClusterCaches caches;
    private final RefreshLimit lookUps;

    ClusterState(KubernetesClient client, ClusterCaches caches, Clock clock) {
        this.client = client;
        this.caches = caches;
        this.lookUps = new RefreshLimit(clock, Duration.ofSeconds(1));
    }

    /** The roles bound to the ServiceAccount; empty where there are none. */
    public List<BoundRole> rolesOf(String namespace, String serviceAccount) {
        List<AWSRoleBinding> cached = caches.bindings().getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
        List<BoundRole> roles = BoundRole.of(cached, serviceAccount, knownRoles());
        if (roles.isEmpty() && lookUps.mayAsk(namespace)) {
            return BoundRole.of(bindingsInApiServer(namespace), serviceAccount, knownRoles());
        }
        return roles;
    }

    /** The ServiceAccount's annotations; empty where it does not exist, which the API server itself refuses. */
    public Map<String, String> annotationsOf(String namespace, String serviceAccount) {
        ServiceAccount found = caches.serviceAccounts().getStore().getByKey(namespace + "/" + serviceAccount);
        if (found == null) {
            found = client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(serviceAccount)
                    .get();
        }
        return found == null || found.getMetadata().getAnnotations() == null
                ? Map.of()
                : Map.copyOf(found.getMetadata().getAnnotations());
    }

    private List<AWSRoleBinding> bindingsInApiServer(String namespace) {
        try {
            return client.resources(AWSRoleBinding.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            LOG.warnf("cannot list AWSRoleBindings of namespace %s, going by the cache: %s", namespace, e.getMessage());
            return List.of();
        }
    }

    private Set<String> knownRoles() {
        return caches.roles().getStore().list().stream()
                .map((AWSRole role) -> role.getMetadata().getName())
                .collect(Collectors.toUnmodifiableSet());
    }
}
