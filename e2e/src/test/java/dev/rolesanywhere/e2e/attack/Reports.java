package dev.rolesanywhere.e2e.attack;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.role.RoleCondition;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Many pods of one namespace report that AWS refuses them, with every reason, while a pod of another namespace reports
 * it once.
 */
final class Reports {
    private final KubernetesClient client;
    private final IssuingEndpoint endpoint;
    private final Workload flooding;
    private final Workload bystander;

    Reports(KubernetesClient client, IssuingEndpoint endpoint, Workload flooding, Workload bystander) {
        this.client = client;
        this.endpoint = endpoint;
        this.flooding = flooding;
        this.bystander = bystander;
        bystander.bind("bystander");
    }

    /**
     * Creates pods, each with a separate owner from its author, and stores their tokens and their report in this pod.
     */
    void hand(PodResource attacker, int pods) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            ConfigMap owner = owner();
            tokens.add(token(flooding.create(Ground.account(flooding, "flooding-" + UUID.randomUUID())
                    .editMetadata()
                    .addToOwnerReferences(new OwnerReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("ConfigMap")
                            .withName(owner.getMetadata().getName())
                            .withUid(owner.getMetadata().getUid())
                            .withController(true)
                            .build())
                    .endMetadata())));
        }
        upload(attacker, "/tmp/tokens", String.join("\n", tokens));
        upload(attacker, "/tmp/report", report(flooding.namespace()));
    }

    /** The owner exists, so that the garbage collector keeps the pod. The author chooses the owner. */
    private ConfigMap owner() {
        return client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withGenerateName("owner-")
                        .withNamespace(flooding.namespace())
                        .endMetadata()
                        .build())
                .create();
    }

    /** The pod of the other namespace, which has reported a refusal. */
    Pod bystander() throws Exception {
        Pod pod = bystander.create(Ground.account(bystander, "bystander-" + UUID.randomUUID()));
        var answer = endpoint.postBody(token(pod), Issuing.OUTCOMES_PATH, report("bystander"));
        if (answer.status() != 204) {
            throw new IllegalStateException("the report was answered with " + answer.status() + " " + answer.body());
        }
        return pod;
    }

    boolean hasEvent(Pod pod) {
        return client
                .v1()
                .events()
                .inNamespace(pod.getMetadata().getNamespace())
                .withField("involvedObject.uid", pod.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .anyMatch(event -> event.getReason().equals(RoleCondition.Reason.RoleTrustPolicyDenies.name()));
    }

    private String token(Pod pod) {
        return endpoint.token(pod.getMetadata().getNamespace(), "app", Issuing.AUDIENCE, pod);
    }

    private static void upload(PodResource pod, String path, String text) {
        pod.inContainer("app").file(path).upload(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String report(String role) {
        return EnumSet.range(RoleCondition.Reason.RoleTrustPolicyDenies, RoleCondition.Reason.RefusedUnknown).stream()
                .map(reason -> "{\"role\":\"" + role + "\",\"reason\":\"" + reason
                        + "\",\"message\":\"AWS refuses\",\"httpStatus\":403}")
                .collect(Collectors.joining(",", "{\"outcomes\":[", "]}"));
    }
}
