package dev.rolesanywhere.e2e.breakage;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Manifests;
import dev.rolesanywhere.e2e.scenario.TrustAnchors;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The place of one breakage: a namespace with its own AWSRole, binding and pod.
 *
 * @param name the name of the AWSRole, and of the binding if there is one
 */
record Place(String namespace, String name) {
    static final String POD = "app";

    /** A native sidecar that the chart's values allow to start before ours. */
    private static final String EARLY = "restore-wait";

    private static final String IMAGE = Installation.PYTHON_IMAGE;

    static Place of(String name) {
        return new Place(name, name);
    }

    Workload workload() {
        return Workload.namespace(namespace);
    }

    KubernetesClient client() {
        return Installation.get().client();
    }

    TrustAnchors anchors() {
        return new TrustAnchors();
    }

    /** A pod that runs until the scenario ends, of the ServiceAccount that the binding names. */
    PodBuilder pod() {
        return Workload.of(namespace)
                .pod(POD, container().build())
                .editSpec()
                .withRestartPolicy("Always")
                .endSpec();
    }

    ContainerBuilder container() {
        return Workload.container("app", IMAGE).withCommand("sleep", "3600");
    }

    static ContainerBuilder early() {
        return Workload.container(EARLY, IMAGE);
    }

    /** Retries while a webhook that was just rolled out does not answer, as a controller would. */
    void start(PodBuilder pod) {
        requestLittle();
        await("the webhook answers")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptionsMatching(
                        refused -> String.valueOf(refused.getMessage()).contains("did not answer"))
                .until(() -> {
                    Workload.of(namespace).create(pod);
                    return true;
                });
    }

    /** Thirty sidecars with the chart's request of 100m each do not fit on two CPUs. */
    private void requestLittle() {
        client().resources(AWSRoleBinding.class)
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(binding -> client().resource(binding)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"spec\": {\"sidecar\": {\"resources\": {\"requests\": {\"cpu\": \"5m\"}}}}}"));
    }

    /** Creates role, binding and pod correctly, except for the one change. */
    void bound(UnaryOperator<PodBuilder> change) {
        workload().bind(name);
        start(change.apply(pod()));
    }

    /** Creates role, binding and pod correctly, with a container that starts before the sidecar. */
    void behind(UnaryOperator<ContainerBuilder> early) {
        bound(pod ->
                pod.editSpec().withInitContainers(early.apply(early()).build()).endSpec());
    }

    /** Creates the pod without a matching IAM role in AWS. */
    void unknownToAws(String anchor) {
        workload();
        Manifests.apply(client(), "role.yaml", "ROLE", name, "ANCHOR", anchor);
        bind();
        start(pod());
    }

    void bind() {
        Manifests.apply(client(), "binding.yaml", "ROLE", name, "NAMESPACE", namespace);
    }

    /** @param members of its spec, the first at the margin and the others two spaces from it */
    void role(String members) {
        apply("""
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRole
            metadata: {name: %s}
            spec:
              roleARN: arn:aws:iam::111122223333:role/%s
              %s
            """.formatted(name, name, members));
    }

    /** @param yaml with {@code $NAME} for the namespace */
    void apply(String yaml) {
        client().load(new ByteArrayInputStream(yaml.replace("$NAME", namespace).getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }

    AWSRoleBinding binding() {
        return client().resources(AWSRoleBinding.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }
}
