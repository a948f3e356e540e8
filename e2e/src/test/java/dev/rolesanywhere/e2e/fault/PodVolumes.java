package dev.rolesanywhere.e2e.fault;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Pod;

/** A pod's volumes, from the node's side. */
final class PodVolumes {
    private final Cluster cluster;
    private final String uid;
    private final String volumes;

    PodVolumes(Cluster cluster, Pod pod) {
        this.cluster = cluster;
        this.uid = pod.getMetadata().getUid();
        this.volumes = "/var/lib/kubelet/pods/" + uid + "/volumes/";
    }

    /** Leaves not a byte of the volume that the credentials are in. */
    void fill() {
        // dd must fail: if the node does not enforce the size, the volume is not full.
        run("! dd if=/dev/zero of=%s/filler bs=4096 count=4096 2>/dev/null".formatted(credentials()));
    }

    void free() {
        run("rm " + credentials() + "/filler");
    }

    /** Until the next call the file has this content, although the kubelet restores its own token at each check. */
    void holdToken(String token) {
        releaseToken();
        String file =
                volumes + "kubernetes.io~projected/" + Sidecar.ISSUER_TOKEN_VOLUME + "/" + Sidecar.ISSUER_TOKEN_FILE;
        String write = "f=$(readlink -f %s); printf %%s %s >$f.held && mv $f.held $f".formatted(file, token);
        run("%s; touch %s; (while [ -e %s ]; do %s; sleep 0.2; done) >/dev/null 2>&1 </dev/null &"
                .formatted(write, held(), held(), write));
    }

    /** The kubelet writes its own again. */
    void releaseToken() {
        run("rm -f " + held() + "; sleep 1");
    }

    private String credentials() {
        return volumes + "kubernetes.io~empty-dir/" + Sidecar.CREDENTIALS_VOLUME;
    }

    private String held() {
        return "/tmp/held-" + uid;
    }

    private void run(String script) {
        cluster.run("sh", "-c", script);
    }
}
