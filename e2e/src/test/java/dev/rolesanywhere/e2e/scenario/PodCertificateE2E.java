package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.PodCertificates;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.cluster.NeedsPodCertificates;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Pods whose certificate comes from the kubelet, in a volume. They have no sidecar and no other part of this project.
 */
@NeedsCluster
@NeedsPodCertificates
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodCertificateE2E {
    private static final String EXAMPLE = "examples/pod-certificate/pod.yaml";
    private static final String NAME = "pod-certificate";
    private static final String VARIABLE = "AWS_SIGNING_HELPER";
    private static final String ON_THE_NODE = "/opt/aws-helper/aws_signing_helper";

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();

    @AfterAll
    void no_pods_stay() {
        Workload.of(NAME).end();
        Workload.of("pod-certificate-late").end();
    }

    /**
     * The image of the helper is not on the node, so its program comes from the test's machine. Only this and the
     * endpoint differ.
     */
    @Test
    void awss_own_helper_exchanges_the_certificate_of_the_example() {
        String helper = System.getenv(VARIABLE);
        assumeTrue(helper != null, "Not run: set " + VARIABLE + " to the path of aws_signing_helper");
        installation.cluster().copy(Path.of(helper), ON_THE_NODE);
        apply();

        Workload workload = Workload.of(NAME);
        workload.awaitLog(NAME, "app", ":assumed-role/" + NAME + "/");
        assertThat(Workload.injected(workload.get(NAME))).isFalse();
        assertThat(installation.emulator().sessionsOf(NAME)).isNotEmpty();
    }

    @Test
    void a_pod_older_than_its_binding_waits_and_then_starts() {
        Workload workload = Workload.namespace("pod-certificate-late");
        client.resource(Serialization.unmarshal(
                        """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: late
                  namespace: pod-certificate-late
                  annotations: {rolesanywhere.dev/inject: "false"}
                spec:
                  serviceAccountName: app
                  restartPolicy: Never
                  securityContext: {runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
                  containers:
                  - name: app
                    image: %s
                    imagePullPolicy: Never
                    command: [sh, -c, "head -1 /certificate/key.pem /certificate/chain.pem"]
                    securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                    volumeMounts: [{name: certificate, mountPath: /certificate}]
                  volumes:
                  - name: certificate
                    projected:
                      sources:
                      - podCertificate:
                          signerName: %s
                          keyType: RSA3072
                          maxExpirationSeconds: 3600
                          keyPath: key.pem
                          certificateChainPath: chain.pem
                """.formatted(Installation.PYTHON_IMAGE, PodCertificates.SIGNER),
                        GenericKubernetesResource.class))
                .create();
        await("an Event says why the pod waits")
                .atMost(Cluster.PATIENCE)
                .until(() -> events("pod-certificate-late").stream()
                        .anyMatch(event -> event.getReason().equals("RoleNotBound")
                                && event.getInvolvedObject().getName().equals("late")));
        assertThat(workload.get("late").getStatus().getPhase()).isEqualTo("Pending");

        workload.bind("pod-certificate-late");
        workload.awaitPhase("late", "Succeeded");
        assertThat(workload.log("late", "app")).contains("BEGIN PRIVATE KEY", "BEGIN CERTIFICATE");
    }

    /** The API server looks before it reads the key, so that none is needed here. */
    @Test
    void a_kubelet_cannot_request_a_certificate_for_a_pod_on_another_node() {
        Workload workload = Workload.namespace("pod-certificate-late");
        Pod nowhere = workload.create(workload.pod(
                        "nowhere", container("app", Installation.PYTHON_IMAGE).build())
                .editSpec()
                .withNodeSelector(Map.of("nowhere", "true"))
                .endSpec()
                .editMetadata()
                .addToAnnotations(Annotations.INJECT, "false")
                .endMetadata());
        Node node = client.nodes().list().getItems().getFirst();
        GenericKubernetesResource request = Serialization.unmarshal(
                """
                apiVersion: certificates.k8s.io/v1beta1
                kind: PodCertificateRequest
                metadata: {name: stolen, namespace: pod-certificate-late}
                spec:
                  signerName: %s
                  podName: nowhere
                  podUID: %s
                  serviceAccountName: app
                  serviceAccountUID: %s
                  nodeName: %s
                  nodeUID: %s
                  maxExpirationSeconds: 3600
                  pkixPublicKey: AAAA
                  proofOfPossession: AAAA
                """.formatted(
                                PodCertificates.SIGNER,
                                nowhere.getMetadata().getUid(),
                                client.serviceAccounts()
                                        .inNamespace("pod-certificate-late")
                                        .withName("app")
                                        .require()
                                        .getMetadata()
                                        .getUid(),
                                node.getMetadata().getName(),
                                node.getMetadata().getUid()),
                GenericKubernetesResource.class);

        try (KubernetesClient kubelet = installation.cluster().kubelet()) {
            assertThatThrownBy(() -> kubelet.resource(request).create())
                    .isInstanceOfSatisfying(KubernetesClientException.class, refused -> assertThat(refused.getCode())
                            .isEqualTo(HttpURLConnection.HTTP_FORBIDDEN));
        }
    }

    private List<Event> events(String namespace) {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }

    /** Like a user's order: the role is in AWS before the pod. */
    private void apply() {
        for (HasMetadata object : client.load(
                        new ByteArrayInputStream(runnable().getBytes(StandardCharsets.UTF_8)))
                .items()) {
            client.resource(object).forceConflicts().serverSideApply();
            if (object.getKind().equals("AWSRole")) {
                installation.emulator().createRole(NAME, trustPolicy());
            }
        }
    }

    private String trustPolicy() {
        return await().atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(client.resources(AWSRole.class)
                                        .withName(NAME)
                                        .require()
                                        .getStatus())
                                .map(AWSRoleStatus::trustPolicy),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String runnable() {
        return Examples.text(EXAMPLE)
                .replaceAll("( +)image: public.ecr.aws/rolesanywhere/credential-helper:\\S+", """
                        $1image: %s
                        $1imagePullPolicy: Never
                        $1command: [/helper/aws_signing_helper]""".formatted(
                                Installation.PYTHON_IMAGE))
                .replace("    - serve\n", "    - serve\n    - --endpoint=" + Emulator.URL + "\n")
                .replaceAll("( +)image: public.ecr.aws/aws-cli/aws-cli:\\S+", """
                        $1image: %s
                        $1imagePullPolicy: Never""".formatted(Installation.PYTHON_IMAGE))
                .replace("aws sts", "python3 /site/bin/aws sts")
                .replace(
                        "    - {name: AWS_REGION,",
                        "    - {name: AWS_ENDPOINT_URL_STS, value: \"" + Emulator.URL + "\"}\n    - {name: AWS_REGION,")
                .replace(
                        "    - {name: certificate, mountPath",
                        "    - {name: helper, mountPath: /helper, readOnly: true}\n    - {name: certificate, mountPath")
                .replace(
                        "  volumes:\n",
                        "  volumes:\n  - name: helper\n    hostPath: {path: "
                                + Path.of(ON_THE_NODE).getParent() + "}\n");
    }
}
