package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.cache.AccountRecord;
import dev.rolesanywhere.crds.cache.BindingVersions;
import dev.rolesanywhere.crds.cache.LeanMetadata;
import dev.rolesanywhere.crds.naming.InvalidNameException;
import dev.rolesanywhere.crds.naming.ObjectName;
import dev.rolesanywhere.webhook.limits.RateLimit;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Reads the roles and annotations of a pod's ServiceAccount.
 *
 * <p>Caches are slightly behind the API server, and bindings and pods are often created by one {@code kubectl apply}. So a
 * ServiceAccount that is missing in the caches is read from the API server. The versions of a namespace's bindings are read there too,
 * with a {@link RefreshLimit}: a cache that holds one binding may lack the next, and a pod gets its roles at admission only. The bindings
 * are read where their versions differ. If all bindings of a pod are still missed, a ValidatingAdmissionPolicy rejects the pod, and its
 * controller retries.
 */
@ApplicationScoped
public class ClusterState {
    private static final Logger LOG = Logger.getLogger(ClusterState.class);
    /** Limit per address, so that one pod cannot use up the lookups for the API server's reviews. */
    private static final int PER_SECOND_AND_ADDRESS = 50;

    /** Limit for all addresses together. */
    private static final int PER_SECOND = 200;

    private static final int ADDRESSES = 1_000;

    private final KubernetesClient client;
    private final ClusterCaches caches;
    private final BindingVersions versions;
    private final RefreshLimit lookUps;
    private final Executor beside;
    private final RateLimit addressLookUps;
    private final RateLimit allLookUps;

    @Inject
    ClusterState(KubernetesClient client, ClusterCaches caches, Clock clock) {
        this(client, caches, clock, Thread.ofVirtual().name("binding-versions")::start);
    }

    /** @param beside runs the reads for which no review waits */
    ClusterState(KubernetesClient client, ClusterCaches caches, Clock clock, Executor beside) {
        this.client = client;
        this.caches = caches;
        this.versions = new BindingVersions(client);
        this.lookUps = new RefreshLimit(clock);
        this.beside = beside;
        this.addressLookUps = perSecond(clock, PER_SECOND_AND_ADDRESS, ADDRESSES);
        this.allLookUps = perSecond(clock, PER_SECOND, 1);
    }

    private static RateLimit perSecond(Clock clock, int times, int remembered) {
        return new RateLimit(clock, times, Duration.ofSeconds(1).dividedBy(times), remembered);
    }

    /**
     * The roles bound to the ServiceAccount.
     *
     * @throws InvalidNameException if Kubernetes does not allow the name
     */
    public BoundRoles rolesOf(String namespace, String serviceAccount) {
        ObjectName.LABEL.require(namespace, "Namespace");
        ObjectName.SUBDOMAIN.require(serviceAccount, "ServiceAccount");
        List<AWSRoleBinding> cached = caches.bindings(namespace);
        List<AWSRoleBinding> own = current(namespace, cached).stream()
                .filter(binding ->
                        binding.getSpec() != null && binding.getSpec().names(serviceAccount))
                .toList();
        return BoundRoles.of(own, serviceAccount, regions(own)).with(files(own));
    }

    /** Each namespace has a ServiceAccount {@code default}, which the caches have almost immediately. */
    private boolean isKnown(String namespace) {
        return caches.account(namespace, "default") != null;
    }

    /**
     * The ServiceAccount's annotations of our domain; empty if it does not exist; then the API server itself rejects the pod.
     *
     * @param address of the client whose review this is for
     * @throws InvalidNameException if Kubernetes does not allow the name
     * @throws TooManyLookUpsException if the caches lack it and the limit of lookups is reached
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
                    "ServiceAccount %s/%s is not in the cache, and the limit of API server lookups is reached: retry"
                            .formatted(namespace, serviceAccount));
        }
        ServiceAccount found = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .get();
        return found == null ? Map.of() : LeanMetadata.ours(found.getMetadata().getAnnotations());
    }

    private List<AWSRoleBinding> current(String namespace, List<AWSRoleBinding> cached) {
        return switch (lookUps.next(namespace, isKnown(namespace))) {
            case BEFORE_ANSWER -> newest(namespace, cached);
            case BESIDE -> {
                beside.execute(() -> look(namespace, cached));
                yield cached;
            }
            case NONE -> cached;
        };
    }

    private void look(String namespace, List<AWSRoleBinding> cached) {
        try {
            var ignored = isCurrent(namespace, cached);
        } catch (KubernetesClientException e) {
            LOG.warnf("cannot read the versions of AWSRoleBindings of namespace %s: %s", namespace, e.getMessage());
        }
    }

    private boolean isCurrent(String namespace, List<AWSRoleBinding> cached) {
        boolean current = versions.match(namespace, cached);
        lookUps.saw(namespace, current);
        return current;
    }

    /** The cached bindings if they are current; otherwise all are read. */
    private List<AWSRoleBinding> newest(String namespace, List<AWSRoleBinding> cached) {
        try {
            return isCurrent(namespace, cached)
                    ? cached
                    : client.resources(AWSRoleBinding.class)
                            .inNamespace(namespace)
                            .list()
                            .getItems();
        } catch (KubernetesClientException e) {
            LOG.warnf("cannot list AWSRoleBindings of namespace %s, using the cache: %s", namespace, e.getMessage());
            return cached;
        }
    }

    /** The files of these bindings' roles, for certificates that another component issues. */
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

    /** The regions of these bindings' existing roles. */
    private Map<String, String> regions(List<AWSRoleBinding> bindings) {
        return roles(bindings)
                .collect(Collectors.toUnmodifiableMap(RoleRecord::name, this::region, (first, second) -> first));
    }

    /** Where the operator has not registered the CA yet, the one region that it will register the CA in. */
    private String region(RoleRecord role) {
        AnchorRecord anchor = role.region().isEmpty() ? caches.anchor(role.trustAnchor()) : null;
        return anchor == null ? role.region() : anchor.managedRegions().getOrDefault(role.account(), "");
    }
}
