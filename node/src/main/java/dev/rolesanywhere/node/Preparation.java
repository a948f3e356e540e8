package dev.rolesanywhere.node;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.node.prepare.NodeAddress;
import dev.rolesanywhere.node.prepare.OwnedDirectory;
import dev.rolesanywhere.sidecar.log.JsonLog;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;

/** The two init containers of the agent's pod. The kubelet restarts a failed one. */
final class Preparation {
    private final Map<String, String> environment;
    private final JsonLog log;

    Preparation(Map<String, String> environment, JsonLog log) {
        this.environment = environment;
        this.log = log;
    }

    private interface Step {
        void run() throws IOException;
    }

    /** @return the exit code */
    int address() {
        return result("AddressNotCreated", () -> {
            InetAddress address =
                    InetAddress.ofLiteral(environment.getOrDefault(NodeAgent.ENV_ADDRESS, NodeAgent.ADDRESS));
            new NodeAddress(NodeAgent.LINK, address).create();
            log.info("AddressCreated", null, "link " + NodeAgent.LINK + " has the address " + address.getHostAddress());
        });
    }

    /** @return the exit code */
    int state() {
        return result("StateNotCreated", () -> {
            Path path = Path.of(environment.getOrDefault(NodeAgent.ENV_STATE, NodeAgent.STATE_DIRECTORY));
            OwnedDirectory directory =
                    new OwnedDirectory(path, Integer.parseInt(environment.getOrDefault(NodeAgent.ENV_USER, "")));
            directory.create();
            if (directory.isOnDisk()) {
                log.warn(
                        "StateOnDisk",
                        null,
                        path + " is on a disk of the node, not in its memory",
                        "The agent writes keys and credentials of the node's pods there. Mount a tmpfs at /run of the"
                                + " node.");
            }
            log.info("StateCreated", null, path + " belongs to the agent");
        });
    }

    private int result(String failure, Step step) {
        try {
            step.run();
            return 0;
        } catch (IOException | RuntimeException e) {
            log.warn(failure, null, String.valueOf(e.getMessage()), "The kubelet starts the container again.");
            return 1;
        }
    }
}
