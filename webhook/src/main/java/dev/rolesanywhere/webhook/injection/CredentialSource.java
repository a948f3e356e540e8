package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;

/** What serves a pod's credentials: its own sidecar, or the agent of its node. */
sealed interface CredentialSource {
    /** The mount path of our volume in a container that gets credentials. */
    String directory();

    record OfSidecar(SidecarPorts ports) implements CredentialSource {
        @Override
        public String directory() {
            return Sidecar.CREDENTIALS_DIRECTORY;
        }
    }

    record OfNodeAgent(NodeAgentSettings agent) implements CredentialSource {
        @Override
        public String directory() {
            return NodeAgent.TOKEN_DIRECTORY;
        }
    }
}
