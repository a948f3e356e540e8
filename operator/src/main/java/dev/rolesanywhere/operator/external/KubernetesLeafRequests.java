package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.certmanager.IssuerReference;
import dev.rolesanywhere.authorities.certmanager.LeafRequests;
import dev.rolesanywhere.crds.contract.Annotations;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The CertificateRequests ({@code cert-manager.io/v1}) of one AWSTrustAnchor. The AWSTrustAnchor owns them, so the
 * cluster deletes them with it.
 */
public final class KubernetesLeafRequests implements LeafRequests {
    static final String LABEL = Annotations.DOMAIN + "/trust-anchor";
    static final String ABOUT = Annotations.DOMAIN + "/spiffe-id";
    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("cert-manager.io")
            .withVersion("v1")
            .withKind("CertificateRequest")
            .withPlural("certificaterequests")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final String namespace;
    private final OwnerReference trustAnchor;
    private final IssuerReference issuer;

    /** @param trustAnchor the AWSTrustAnchor, as an owner */
    public KubernetesLeafRequests(
            KubernetesClient client, String namespace, OwnerReference trustAnchor, IssuerReference issuer) {
        this.client = client;
        this.namespace = namespace;
        this.trustAnchor = trustAnchor;
        this.issuer = issuer;
    }

    @Override
    public Optional<Filed> find(String name) {
        try {
            return Optional.ofNullable(
                            requests().inNamespace(namespace).withName(name).get())
                    .map(FiledRequest::of);
        } catch (KubernetesClientException e) {
            throw ApiRefusal.of(e, "get", namespace);
        }
    }

    @Override
    public void file(Order order) {
        try {
            requests().inNamespace(namespace).resource(resource(order)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw ApiRefusal.of(e, "create", namespace);
            }
        }
    }

    @Override
    public void withdraw(String name) {
        try {
            // The result is the same if the object did not exist.
            var ignored = requests().inNamespace(namespace).withName(name).delete();
        } catch (KubernetesClientException e) {
            throw ApiRefusal.of(e, "delete", namespace);
        }
    }

    @Override
    public List<Filed> all() {
        try {
            return requests().inNamespace(namespace).withLabel(LABEL, trustAnchor.getName()).list().getItems().stream()
                    .map(FiledRequest::of)
                    .toList();
        } catch (KubernetesClientException e) {
            throw ApiRefusal.of(e, "list", namespace);
        }
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            requests() {
        return client.genericKubernetesResources(KIND);
    }

    private GenericKubernetesResource resource(Order order) {
        GenericKubernetesResource request = new GenericKubernetesResource();
        request.setApiVersion("cert-manager.io/v1");
        request.setKind("CertificateRequest");
        request.setMetadata(new ObjectMetaBuilder()
                .withName(order.name())
                .withNamespace(namespace)
                .addToLabels(LABEL, trustAnchor.getName())
                .addToAnnotations(ABOUT, order.about())
                .withOwnerReferences(trustAnchor)
                .build());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("request", Base64.getEncoder().encodeToString(order.csr().getBytes(StandardCharsets.US_ASCII)));
        spec.put("duration", order.duration().toSeconds() + "s");
        spec.put("isCA", false);
        spec.put("usages", List.of("digital signature", "client auth"));
        spec.put("issuerRef", Map.of("name", issuer.name(), "kind", issuer.kind(), "group", issuer.group()));
        request.setAdditionalProperty("spec", spec);
        return request;
    }
}
