package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import org.junit.jupiter.api.Test;

/** No workload's key or credential is on a disk of the node (the API server's database is one file there) or in a log. */
@NeedsCluster
@InTurn
class SecrecyE2E {
    /**
     * Each is a separate file system: system, API server's database with images and containers, the kubelet's volumes,
     * logs.
     */
    private static final String DISKS = "/ /var/lib/rancher/k3s /var/lib/kubelet /var/log -xdev";

    private final Cluster cluster = Installation.get().cluster();

    @Test
    void a_secret_access_key_is_in_memory_only() {
        Workload shop = Workload.namespace("secrecy").bind("secrecy");
        shop.create(
                shop.pod("app", container("app", Installation.PYTHON_IMAGE, "0").build()));
        shop.awaitLog("app", "app", "assumed-role/secrecy/");
        String secret = secretAccessKey(shop);

        assertThat(filesWith(secret, memoryOf(shop)))
                .as("the pod's volume in memory")
                .contains("profiles/secrecy.json");
        assertThat(filesWith(secret, DISKS)).as("files on the node's disks").isBlank();
        shop.end();
    }

    /** Proves that the search above would find a secret. */
    @Test
    void the_search_finds_a_secret_in_an_api_object() {
        String bundle = Installation.get()
                .client()
                .secrets()
                .inNamespace(Installation.NAMESPACE)
                .withName("awsta-default-ca")
                .require()
                .getData()
                .get("tls.key");
        String key = new String(
                        java.util.Base64.getMimeDecoder().decode(bundle), java.nio.charset.StandardCharsets.US_ASCII)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        assertThat(filesWith(key, DISKS)).contains("/server/db/");
    }

    private String secretAccessKey(Workload shop) {
        String json = cluster.run(
                "sh", "-c", "cat $(find " + memoryOf(shop) + " -name secrecy.json | grep -v '\\.\\.' | head -1)");
        int start = json.indexOf("\"SecretAccessKey\"");
        assertThat(start).isPositive();
        return json.substring(json.indexOf('"', json.indexOf(':', start)) + 1).split("\"", 2)[0];
    }

    private static String memoryOf(Workload shop) {
        return "/var/lib/kubelet/pods/" + shop.get("app").getMetadata().getUid()
                + "/volumes/kubernetes.io~empty-dir/rolesanywhere-dev-credentials";
    }

    private String filesWith(String text, String where) {
        return cluster.run(
                "sh", "-c", "find " + where + " -type f -size -200M -exec grep -lF -e '" + text + "' {} + || true");
    }
}
