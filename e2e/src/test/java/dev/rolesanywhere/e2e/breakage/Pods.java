package dev.rolesanywhere.e2e.breakage;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Breakages of a pod, and of the parts of the cluster that the pod needs. */
final class Pods {
    /**
     * The header of a program for 64-bit Arm, or for RISC-V if the tests run on Arm. The kernel refuses such a program
     * like one from an image for that architecture.
     */
    private static final byte[] OTHER_ELF = elf(System.getProperty("os.arch").equals("aarch64") ? 243 : 183);

    private Pods() {}

    static void plain(Place place) {
        place.bound(pod -> pod);
    }

    static void otherArchitecture(Place place) {
        place.workload();
        place.apply("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: program, namespace: $NAME}
            binaryData: {program: %s}
            """.formatted(Base64.getEncoder().encodeToString(OTHER_ELF)));
        place.workload().bind(place.name());
        place.start(place.pod()
                .editSpec()
                .addToVolumes(new VolumeBuilder()
                        .withName("program")
                        .withNewConfigMap()
                        .withName("program")
                        .withDefaultMode(0555)
                        .endConfigMap()
                        .build())
                .withInitContainers(Place.early()
                        .withCommand("/program/program")
                        .addNewVolumeMount()
                        .withName("program")
                        .withMountPath("/program")
                        .endVolumeMount()
                        .build())
                .endSpec());
    }

    static void crashingBefore(Place place) {
        place.behind(container -> container.withCommand("sh", "-c", "echo no settings; exit 3"));
    }

    static void hangingBefore(Place place) {
        place.behind(container -> container.withCommand("sleep", "3600"));
    }

    static void withoutConfiguration(Place place) {
        place.behind(container ->
                container.addNewEnvFrom().withNewConfigMapRef("settings", false).endEnvFrom());
    }

    /** The kubelet waits only for volumes that a container mounts. */
    static void withoutVolume(Place place) {
        place.bound(pod -> pod.editSpec()
                .addNewVolume()
                .withName("settings")
                .withNewConfigMap()
                .withName("settings")
                .endConfigMap()
                .endVolume()
                .withContainers(place.container()
                        .addNewVolumeMount()
                        .withName("settings")
                        .withMountPath("/settings")
                        .endVolumeMount()
                        .build())
                .endSpec());
    }

    static void withoutNode(Place place) {
        place.bound(
                pod -> pod.editSpec().withNodeSelector(Map.of("disk", "nvme")).endSpec());
    }

    static void crashing(Place place) {
        application(place, container -> container.withCommand("sh", "-c", "exit 1"));
    }

    static void ofAnotherAccount(Place place) {
        place.bound(pod -> pod.editSpec().withServiceAccountName("default").endSpec());
    }

    static void ofADeletedAccount(Place place) {
        place.bound(pod -> pod);
        place.client()
                .serviceAccounts()
                .inNamespace(place.namespace())
                .withName("app")
                .delete();
    }

    static void olderThanItsBinding(Place place) {
        place.workload();
        place.start(place.pod());
        place.workload().bind(place.name());
    }

    static void withAKey(Place place) {
        application(place, container -> container
                .addNewEnv()
                .withName("AWS_ACCESS_KEY_ID")
                .withValue("AKIAIOSFODNN7EXAMPLE")
                .endEnv());
    }

    static void withAnotherProfile(Place place) {
        application(place, container -> container
                .addNewEnv()
                .withName("AWS_PROFILE")
                .withValue("staging")
                .endEnv());
    }

    static void withoutDns(Place place) {
        place.bound(pod -> pod.editSpec()
                .withDnsPolicy("None")
                .withNewDnsConfig()
                .withNameservers("127.0.0.9")
                .endDnsConfig()
                .endSpec());
    }

    /** The container before the sidecar ends after {@link #cutOff} has blocked the pod's network. */
    static void withoutNetwork(Place place) {
        place.behind(container -> container.withCommand("sh", "-c", """
            while python3 -c 'import os, socket; socket.create_connection((os.environ["KUBERNETES_SERVICE_HOST"], 443), 10)'; do sleep 1; done
            """));
    }

    /** Drops all packets that a pod sends to this address, so that no other machine answers. */
    static void unreachable(String address) {
        Installation.get().cluster().run("ip", "route", "add", "blackhole", address + "/32");
    }

    /**
     * Drops all packets of the pod from now on, like a wrong NetworkPolicy or a broken network plugin. The route drops
     * packets to the node. The firewall drops packets over the bridge to other pods, such as the operator's.
     */
    static void cutOff(Place place) {
        String address = address(place);
        unreachable(address);
        Installation.get()
                .cluster()
                .run(
                        "sh",
                        "-c",
                        "iptables -I FORWARD -s %1$s -j DROP; iptables -I FORWARD -d %1$s -j DROP".formatted(address));
    }

    /** Another pod may get the same address later. */
    static void connect() {
        Installation.get()
                .cluster()
                .run(
                        "sh",
                        "-c",
                        "ip route show type blackhole | while read r; do ip route del $r; done;"
                                + " iptables -S FORWARD | sed -n 's/^-A FORWARD \\(-[sd] [0-9.]*.32 -j DROP\\)$/\\1/p'"
                                + " | while read r; do iptables -D FORWARD $r; done");
    }

    private static String address(Place place) {
        return await("the address of " + place)
                .atMost(Cluster.PATIENCE)
                .until(
                        () -> Workload.of(place.namespace())
                                .get(Place.POD)
                                .getStatus()
                                .getPodIP(),
                        ip -> ip != null && !ip.isEmpty());
    }

    private static void application(Place place, UnaryOperator<ContainerBuilder> change) {
        place.bound(pod -> pod.editSpec()
                .withContainers(change.apply(place.container()).build())
                .endSpec());
    }

    /** Only the header, 64-bit and little-endian. */
    private static byte[] elf(int machine) {
        byte[] head = new byte[64];
        byte[] begin = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(begin, 0, head, 0, begin.length);
        head[16] = 2;
        head[18] = (byte) machine;
        head[20] = 1;
        return head;
    }
}
