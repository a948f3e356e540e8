package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.cache.AccountRecord;
import dev.rolesanywhere.crds.cache.LeanMetadata;
import dev.rolesanywhere.crds.naming.InvalidNameException;
import dev.rolesanywhere.crds.naming.ObjectName;
import dev.rolesanywhere.webhook.limits.RateLimit;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What the cluster says about a pod's ServiceAccount.
 *
 * <p>Caches lag behind the API server, and bindings and pod often come in one {@code kubectl apply}. A ServiceAccount that the
 * caches do not know is therefore looked up in the API server itself. The versions of a namespace's bindings are read there, at most
 * once a second: a cache that holds one binding may lack the next, and a pod gets its roles at admission only. The bindings are read
 * where their versions differ. If a binding is missed all the same, a ValidatingAdmissionPolicy rejects the pod, and its controller
 * tries again.
 */
@ApplicationScoped
public class ClusterState {
    private static final Logger LOG = Logger.getLogger(ClusterState.class);
    /** Look-ups of one address, so that a flood from one pod leaves the API server's reviews theirs. */
    private static final int PER_SECOND_AND_ADDRESS = 50;

    /** Look-ups of all addresses together. */
    private static final int PER_SECOND = 200;

    private static final int ADDRESSES = 1_000;

    private final KubernetesClient client;
    private final ClusterCaches caches;
    private final BindingVersions versions;
    private final RefreshLimit lookUps;
    private final RateLimit addressLookUps;
    private final RateLimit allLookUps;

    ClusterState(KubernetesClient client, ClusterCaches caches, Clock clock) {
        this.client = client;
        this.caches = caches;
        this.versions = new BindingVersions(client);
        this.lookUps = new RefreshLimit(clock);
        this.addressLookUps = perSecond(clock, PER_SECOND_AND_ADDRESS, ADDRESSES);
        this.allLookUps = perSecond(clock, PER_SECOND, 1);
    }

    private static RateLimit perSecond(Clock clock, int times, int remembered) {
        return new RateLimit(clock, times, Duration.ofSeconds(1).dividedBy(times), remembered);
    }

    /**
     * The roles bound to the ServiceAccount.
     *
     * @throws InvalidNameException where Kubernetes allows no such name
     */
    public BoundRoles rolesOf(String namespace, String serviceAccount) {
        ObjectName.LABEL.require(namespace, "Namespace");
        ObjectName.SUBDOMAIN.require(serviceAccount, "ServiceAccount");
        List<AWSRoleBinding> cached = caches.bindings(namespace);
        List<AWSRoleBinding> bindings =
                lookUps.mayAsk(namespace, isKnown(namespace)) ? newest(namespace, cached) : cached;
        return BoundRoles.of(bindings, serviceAccount, regions(bindings)).with(files(bindings));
    }

    /** Each namespace has a ServiceAccount {@code default}, and the caches have it within a moment. */
    private boolean isKnown(String namespace) {
        return caches.account(namespace, "default") != null;
    }

    /**
     * The ServiceAccount's annotations of our domain; empty where it does not exist, which the API server itself refuses.
     *
     * @param address of the client whose review this is for
     * @throws InvalidNameException where Kubernetes allows no such name
     * @throws TooManyLookUpsException where the caches lack it and the API server was asked too often
     */
    public Map<String, String> annotationsOf(String namespace, String serviceAccount, String address) {
        ObjectName.LABEL.require(namespace, "Namespace");
        ObjectName.SUBDOMAIN.require(serviceAccount, "ServiceAccount");
        AccountRecord known = caches.account(namespace, serviceAccount);
        if (known != null) {
            return known.annotations();
        }
        if (!addressLookUps.allows(address) || !allLookUps.allows("")) {
            throw new TooManyLookUpsException(
                    "ServiceAccount %s/%s is not in the cache, and the API server was asked too often: try again"
                            .formatted(namespace, serviceAccount));
        }
        ServiceAccount found = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .get();
        return found == null ? Map.of() : LeanMetadata.ours(found.getMetadata().getAnnotations());
    }

    /** The cached ones where they are the newest; all of them are only read where one changed just now. */
    private List<AWSRoleBinding> newest(String namespace, List<AWSRoleBinding> cached) {
        try {
            return versions.match(namespace, cached)
                    ? cached
                    : client.resources(AWSRoleBinding.class)
                            .inNamespace(namespace)
                            .list()
                            .getItems();
        } catch (KubernetesClientException e) {
            LOG.warnf("cannot list AWSRoleBindings of namespace %s, going by the cache: %s", namespace, e.getMessage());
            return cached;
        }
    }

    /** Of the roles that these bindings name, those whose certificates another component issues. */
    private Map<String, CertificateFiles> files(List<AWSRoleBinding> bindings) {
        Map<String, CertificateFiles> files = new HashMap<>();
        roles(bindings).forEach(role -> {
            AnchorRecord anchor = caches.anchor(role.trustAnchor());
            if (anchor != null && anchor.external() != null) {
                files.put(role.name(), new CertificateFiles(anchor.name(), anchor.external()));
            }
        });
        return files;
    }

    private Stream<RoleRecord> roles(List<AWSRoleBinding> bindings) {
        return bindings.stream()
                .map(AWSRoleBinding::getSpec)
                .filter(Objects::nonNull)
                .map(spec -> caches.role(spec.roleRef().name()))
                .filter(Objects::nonNull);
    }

    /** The regions of the roles that these bindings name, where they exist. */
    private Map<String, String> regions(List<AWSRoleBinding> bindings) {
        return roles(bindings)
                .collect(Collectors.toUnmodifiableMap(RoleRecord::name, RoleRecord::region, (first, second) -> first));
    }
}
