package dev.rolesanywhere.e2e.fault;

import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * Faults of one pod's volumes: first no space for credentials, then a token that the operator rejects, then a valid
 * one.
 */
record NodeFaults(Installation installation, Application application) {
    /** Returns when all is over and the pod has recovered. */
    void run() throws Exception {
        Pod pod = application.workload().get(application.pod());
        PodVolumes volumes = new PodVolumes(installation.cluster(), pod);
        volumes.fill();
        application.awaitReason("VolumeUnwritable");
        volumes.free();
        application.awaitReason("VolumeWritten");

        volumes.holdToken("garbage");
        application.awaitReason("TokenNotAuthenticated");
        String leaf = leafOfTheNewestSession();
        // Like the kubelet's renewal, but without its wait of eight minutes.
        volumes.holdToken(new IssuingEndpoint(installation)
                .token(application.workload().namespace(), "app", Issuing.AUDIENCE, pod));
        application.awaitReason("IssuerReached");
        await("a session with a leaf that only the new token can have brought")
                .atMost(Cluster.PATIENCE)
                .until(() -> !leafOfTheNewestSession().equals(leaf));
        volumes.releaseToken();
    }

    private String leafOfTheNewestSession() {
        return installation
                .emulator()
                .sessionsOf(application.role())
                .getLast()
                .path("leafSerial")
                .asText();
    }
}
