package dev.rolesanywhere.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other webhooks before and after ours, called once and repeatedly: which changes are kept, and which are not. */
@NeedsCluster
@InTurn
@ExtendWith(Admission.Extension.class)
class OtherWebhooksIT {
    private final Admission admission;

    OtherWebhooksIT(Admission admission) {
        this.admission = admission;
    }

    static Stream<Arguments> benign() {
        return Arrays.stream(BenignChange.values()).flatMap(change -> Arrays.stream(Call.values())
                // A validating plugin is called again, like OpenShift's, and would reject later changes.
                .filter(call -> !change.validates() || call.seesTheSidecar())
                .map(call -> Arguments.of(change, call)));
    }

    @ParameterizedTest
    @MethodSource("benign")
    void changes_of_every_container_stay(BenignChange change, Call call) {
        ObjectNode pod = admission.admit(call.namespace(), Admission.pod(change.name()));
        assertThat(SidecarFaults.of(pod)).isEmpty();
        assertIsKept(pod, change, call.seesTheSidecar());
    }

    @ParameterizedTest
    @MethodSource("benign")
    void changes_of_every_container_stay_in_a_copied_pod(BenignChange change, Call call) {
        ObjectNode pod = admission.admit(call.namespace(), injected(change));
        assertThat(SidecarFaults.of(pod)).isEmpty();
        assertIsKept(pod, change, true);
    }

    static Stream<Arguments> harmful() {
        return Arrays.stream(HarmfulChange.values())
                .flatMap(change -> Arrays.stream(Call.values()).map(call -> Arguments.of(change, call)));
    }

    @ParameterizedTest
    @MethodSource("harmful")
    void harmful_changes_of_the_sidecar_are_reverted_or_the_pod_is_rejected(HarmfulChange change, Call call) {
        admitIntactOrRefuse(change, call, Admission.pod(change.name()));
    }

    @ParameterizedTest
    @MethodSource("harmful")
    void harmful_changes_of_a_copied_pod_are_reverted_or_the_pod_is_rejected(HarmfulChange change, Call call) {
        admitIntactOrRefuse(change, call, injected(change));
    }

    /** Refused is only what another webhook did after ours had its last word. */
    private void admitIntactOrRefuse(HarmfulChange change, Call call, ObjectNode given) {
        try {
            ObjectNode pod = admission.admit(call.namespace(), given);
            assertThat(SidecarFaults.of(pod)).isEmpty();
        } catch (KubernetesClientException e) {
            if (!call.hasTheLastWord()) {
                fail("was not put back", e);
            }
            if (change == HarmfulChange.DropsRestartPolicy) {
                // Kubernetes validates fields before it calls guards: an ordinary init container has no probe.
                assertThat(e).hasMessageContaining("initContainers[0].startupProbe");
                return;
            }
            assertThat(e)
                    .hasMessageContaining("ServiceAccount orders")
                    .hasMessageContaining("another admission webhook")
                    .hasMessageContaining("reinvocationPolicy: Never")
                    .hasMessageContaining("rolesanywhere.dev/inject: \"false\"");
        }
    }

    private ObjectNode injected(Change change) {
        ObjectNode pod = admission.admit(Admission.PLAIN, Admission.pod(change.name()));
        ObjectNode copy = Json.of("{apiVersion: v1, kind: Pod, metadata: {name: copy}}");
        ((ObjectNode) copy.get("metadata")).set("annotations", pod.at("/metadata/annotations"));
        return copy.set("spec", pod.get("spec"));
    }

    /** Each change does nothing if it has already been made. */
    private static void assertIsKept(ObjectNode pod, Change change, boolean inTheSidecar) {
        ObjectNode before = pod.deepCopy();
        ObjectNode again = pod.deepCopy();
        change.apply(again);
        if (!inTheSidecar) {
            removeSidecar(before);
            removeSidecar(again);
        }
        assertThat(again).isEqualTo(before);
    }

    private static void removeSidecar(ObjectNode pod) {
        ArrayNode init = (ArrayNode) pod.at("/spec/initContainers");
        for (int index = init.size() - 1; index >= 0; index--) {
            if (init.path(index).path("name").asText().equals(Sidecar.CONTAINER)) {
                init.remove(index);
            }
        }
    }
}
