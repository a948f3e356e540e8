package dev.rolesanywhere.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Injected pods that people and tools copy with kubectl. */
@NeedsCluster
@InTurn
@ExtendWith(Admission.Extension.class)
class CopiedPodsIT {
    private final Admission admission;
    private final String namespace;

    CopiedPodsIT(Admission admission, TestInfo test) {
        this.admission = admission;
        this.namespace = "copies-"
                + Integer.toHexString(
                        (test.getTestMethod().orElseThrow().getName() + test.getDisplayName()).hashCode());
        admission.namespace(namespace);
    }

    @BeforeEach
    void an_injected_pod() {
        ObjectNode pod = admission.create(namespace, Admission.pod(""));
        assertThat(SidecarFaults.of(pod)).isEmpty();
    }

    @Test
    void an_exported_pod_is_created_again_under_another_name() {
        kubectl("kubectl get pod app -o yaml | sed 's/^  name: app$/  name: copy/' | kubectl create -f -");
        assertIsInjectedOnce("copy");
    }

    @Test
    void an_exported_pod_is_created_again_in_place_of_itself() {
        kubectl(
                "kubectl get pod app -o yaml >/tmp/$NAMESPACE.yaml && kubectl replace --force --grace-period=0 -f /tmp/$NAMESPACE.yaml");
        assertIsInjectedOnce("app");
    }

    @Test
    void an_exported_pod_without_annotations_is_recognized() {
        kubectl(
                "kubectl get pod app -o yaml | sed 's/^  name: app$/  name: copy/; /annotations:/d; /rolesanywhere.dev\\/injected:/d; /others.test\\/change:/d'"
                        + " | kubectl create -f -");
        assertIsInjectedOnce("copy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--image=example.org/shell:1",
                "--image=example.org/shell:1 --share-processes=false --container=shell",
                "--set-image=app=example.org/app:debug",
                "--set-image=*=example.org/app:debug",
                "--image=example.org/shell:1 --profile=general",
                "--image=example.org/shell:1 --profile=baseline",
                "--image=example.org/shell:1 --profile=restricted",
                "--image=example.org/shell:1 --profile=netadmin",
                "--image=example.org/shell:1 --profile=sysadmin",
                "--image=example.org/shell:1 --keep-annotations --keep-labels --keep-startup --keep-init-containers",
                "--image=example.org/shell:1 --keep-init-containers=false",
                "--container=app --image=example.org/app:1 -- sleep 1000"
            })
    void a_copy_for_debugging_works_as_the_pod_does(String flags) {
        int end = flags.indexOf(" -- ");
        String command = end < 0 ? "" : flags.substring(end);
        kubectl("kubectl debug app --copy-to=copy --same-node=false -q "
                + (end < 0 ? flags : flags.substring(0, end)).replace("*", "'*'") + command);
        assertIsInjectedOnce("copy");
    }

    @Test
    void a_copy_on_the_nodes_network_keeps_the_ports_and_needs_another_node() {
        ObjectNode pod = Admission.pod("");
        ((ObjectNode) pod.get("metadata")).put("name", "on-the-node");
        ((ObjectNode) pod.get("spec")).put("hostNetwork", true);
        ObjectNode created = admission.create(namespace, pod);
        kubectl("kubectl debug on-the-node --copy-to=copy --same-node=false -q --image=example.org/shell:1");
        assertIsInjectedOnce("copy");
        assertThat(sidecar(created).at("/ports/0/hostPort").asInt()).isGreaterThanOrEqualTo(20_000);
        assertThat(sidecar(stored("copy")).path("ports"))
                .isEqualTo(sidecar(created).path("ports"));
    }

    private void assertIsInjectedOnce(String name) {
        ObjectNode pod = stored(name);
        assertThat(SidecarFaults.of(pod)).isEmpty();
        assertThat(Json.containers(pod))
                .filteredOn(container -> container.path("name").asText().equals(Sidecar.CONTAINER))
                .hasSize(1);
        assertThat(pod.at("/spec/volumes").valueStream())
                .filteredOn(volume -> volume.path("name").asText().startsWith("rolesanywhere-dev"))
                .hasSize(2);
    }

    private ObjectNode stored(String name) {
        return Json.of(Serialization.asJson(admission
                .client()
                .genericKubernetesResources("v1", "Pod")
                .inNamespace(namespace)
                .withName(name)
                .require()));
    }

    private static JsonNode sidecar(ObjectNode pod) {
        return Json.named(pod.at("/spec/initContainers"), "name", Sidecar.CONTAINER)
                .orElseThrow();
    }

    private void kubectl(String script) {
        admission
                .cluster()
                .run(
                        "sh",
                        "-ec",
                        "export KUBECONFIG=/etc/rancher/k3s/k3s.yaml NAMESPACE=" + namespace + "; "
                                + script.replace("kubectl ", "kubectl -n " + namespace + " "));
    }
}
