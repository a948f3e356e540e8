package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The drill of docs/operations.md, command for command, for a CA whose Secret is lost and restored. */
@NeedsCluster
@Beside
class DrillE2E {
    private static final String ANCHOR = "drill";
    private static final String SECRET = "awsta-drill-ca";

    private final Installation installation = Installation.get();
    private final TrustAnchors anchors = new TrustAnchors();

    @Test
    void a_lost_ca_is_restored_without_a_new_ca_in_between() {
        anchors.selfSigned(ANCHOR);
        anchors.awaitReady(ANCHOR);
        List<String> drill = commands();
        assertThat(drill).hasSize(5);
        String before = anchors.get(ANCHOR).getStatus().caBundle();

        drill.subList(0, 3).forEach(this::shell);
        assertThat(anchors.awaitAuthority(ANCHOR, "KeyLost").message()).contains(SECRET);
        assertThat(installation
                        .client()
                        .secrets()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(SECRET)
                        .get())
                .isNull();
        drill.subList(3, 5).forEach(this::shell);

        assertThat(anchors.get(ANCHOR).getStatus().caBundle()).isEqualTo(before);
        anchors.awaitReady(ANCHOR);
        anchors.delete(ANCHOR);
    }

    private static List<String> commands() {
        return Document.of("docs", "operations.md").blocks().stream()
                .map(Document.Block::text)
                .filter(text -> text.contains("ca-backup.yaml"))
                .findFirst()
                .orElseThrow()
                .replace("-n NS ", "-n " + Installation.NAMESPACE + " ")
                .replace("awsta-default-ca", SECRET)
                .replace("awsta default", "awsta " + ANCHOR)
                .replace("ca-backup.yaml", "/tmp/ca-backup.yaml")
                .lines()
                .toList();
    }

    private void shell(String command) {
        installation.cluster().run("sh", "-c", "export KUBECONFIG=/etc/rancher/k3s/k3s.yaml\n" + command);
    }
}
