package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.crds.contract.PodCertificates;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PodCertificateRequests of this signer at the API server, in the version that it serves. */
final class PodCertificateApi {
    private static final long PAGE = 100;

    private final KubernetesClient client;
    private final ResourceDefinitionContext kind;

    private PodCertificateApi(KubernetesClient client, String version) {
        this.client = client;
        this.kind = new ResourceDefinitionContext.Builder()
                .withGroup(PodCertificates.API_GROUP)
                .withVersion(version)
                .withPlural(PodCertificates.PLURAL)
                .withKind(PodCertificates.KIND)
                .withNamespaced(true)
                .build();
    }

    /** Empty if the API server serves no supported version. */
    static Optional<PodCertificateApi> find(KubernetesClient client) {
        return PodCertificates.VERSIONS.stream()
                .filter(version -> serves(client.getApiResources(PodCertificates.API_GROUP + "/" + version)))
                .findFirst()
                .map(version -> new PodCertificateApi(client, version));
    }

    private static boolean serves(@Nullable APIResourceList resources) {
        return resources != null
                && resources.getResources().stream().anyMatch(it -> PodCertificates.PLURAL.equals(it.getName()));
    }

    String version() {
        return kind.getVersion();
    }

    /** An informer that is not started yet. */
    SharedIndexInformer<GenericKubernetesResource> informer(ItemStore<GenericKubernetesResource> items) {
        return client.genericKubernetesResources(kind)
                .inAnyNamespace()
                .withField("spec.signerName", PodCertificates.SIGNER)
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(items)
                // A broken watch is restarted without limit, like all other watches.
                .exceptionHandler((started, failure) -> true);
    }

    /** The present request. */
    Optional<GenericKubernetesResource> get(WaitingRequests.Key key) {
        return Optional.ofNullable(client.genericKubernetesResources(kind)
                .inNamespace(key.namespace())
                .withName(key.name())
                .get());
    }

    /**
     * Answers a request if it has not changed since it was read: of two leaders one gets a conflict.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server rejects the answer
     */
    void answer(GenericKubernetesResource request, Map<String, Object> status) {
        request.setAdditionalProperty("status", status);
        var ignored = client.resource(request)
                .lockResourceVersion(request.getMetadata().getResourceVersion())
                .updateStatus();
    }
}
