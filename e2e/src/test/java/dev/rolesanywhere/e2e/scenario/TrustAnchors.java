package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.Map;

/** AWSTrustAnchors in addition to the one of {@link Installation}, and their Secrets. */
public final class TrustAnchors {
    private final KubernetesClient client = Installation.get().client();

    void selfSigned(String name) {
        Manifests.apply(client, "trustanchor-selfsigned.yaml", "NAME", name);
    }

    /** @param id of the trust anchor and its profile in AWS */
    public void fromSecret(String name, String id) {
        Manifests.apply(client, "trustanchor-secretref.yaml", "NAME", name, "ID", id);
    }

    public void secret(String name, Map<String, String> data) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Installation.NAMESPACE)
                        .addToAnnotations(Annotations.CERTIFICATE_AUTHORITY_OF, name)
                        .endMetadata()
                        .withStringData(data)
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    AWSTrustAnchor get(String name) {
        return client.resources(AWSTrustAnchor.class).withName(name).require();
    }

    /** The condition {@code CertificateAuthorityReady}, once it has this reason. */
    Condition awaitAuthority(String name, String reason) {
        await("CertificateAuthorityReady of " + name + " is " + reason)
                .atMost(Cluster.PATIENCE)
                .untilAsserted(() -> {
                    assertThat(get(name).getStatus()).isNotNull();
                    assertThat(Conditions.find(get(name).getStatus().conditions(), "CertificateAuthorityReady")
                                    .map(Condition::reason))
                            .contains(reason);
                });
        return Conditions.find(get(name).getStatus().conditions(), "CertificateAuthorityReady")
                .orElseThrow();
    }

    void awaitReady(String name) {
        await(name + " is Ready")
                .atMost(Cluster.PATIENCE)
                .until(() -> get(name).getStatus() != null
                        && Conditions.find(get(name).getStatus().conditions(), "Ready")
                                .filter(Condition::holds)
                                .isPresent());
    }

    public void delete(String name) {
        client.resources(AWSTrustAnchor.class).withName(name).delete();
    }
}
