package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sidecar's two ports. On the node's network two pods need different ports. Neither the node nor the pod's UID is
 * known at admission, so the ports are random, and the scheduler separates pods with the same host ports.
 */
record SidecarPorts(int endpoint, int probe) {
    static final String ENDPOINT_NAME = "aws-creds";
    static final String PROBE_NAME = "aws-creds-probe";
    static final SidecarPorts OWN_NETWORK = new SidecarPorts(Sidecar.ENDPOINT_PORT, Sidecar.PROBE_PORT);

    /**
     * Above the ports of the node's own services, below those of NodePort Services and of outgoing connections. Even,
     * so each pair begins with an even port.
     */
    private static final int FIRST = 20_000;

    private static final int PAIRS = 5_000;

    /** Keeps the pod's existing ports, which the first review chose. */
    static SidecarPorts of(PodView pod, RandomGenerator random) {
        if (!pod.usesHostNetwork()) {
            return OWN_NETWORK;
        }
        Set<Integer> taken = pod.othersContainers()
                .flatMap(ContainerView::ports)
                .flatMap(port -> Stream.of(port.path("containerPort"), port.path("hostPort")))
                .map(JsonNode::asInt)
                .collect(Collectors.toCollection(HashSet::new));
        return pod.sidecar()
                .map(SidecarPorts::declaredBy)
                .filter(ports -> ports.isOneOfOurs() && ports.isFree(taken))
                .orElseGet(() -> choose(random.nextInt(PAIRS), taken));
    }

    private static SidecarPorts choose(int first, Set<Integer> taken) {
        return IntStream.range(first, first + PAIRS)
                .mapToObj(number -> pair(number % PAIRS))
                .filter(ports -> ports.isFree(taken))
                .findFirst()
                .orElseGet(() -> pair(first));
    }

    private static SidecarPorts pair(int number) {
        return new SidecarPorts(FIRST + 2 * number, FIRST + 2 * number + 1);
    }

    private static SidecarPorts declaredBy(ContainerView sidecar) {
        return new SidecarPorts(declared(sidecar, ENDPOINT_NAME), declared(sidecar, PROBE_NAME));
    }

    /** 0 if there is none with that name. */
    private static int declared(ContainerView sidecar, String name) {
        return sidecar.ports()
                .filter(port -> port.path("name").asText().equals(name))
                .mapToInt(port -> port.path("containerPort").asInt())
                .findFirst()
                .orElse(0);
    }

    private boolean isOneOfOurs() {
        return endpoint >= FIRST && endpoint < FIRST + 2 * PAIRS && endpoint % 2 == 0 && probe == endpoint + 1;
    }

    private boolean isFree(Set<Integer> taken) {
        return !taken.contains(endpoint) && !taken.contains(probe);
    }
}
