package dev.rolesanywhere.e2e.scale;

import com.marcnuri.helm.Helm;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Images;
import dev.rolesanywhere.e2e.scenario.Installation;
import java.nio.file.Path;
import java.util.List;

/** Installs the chart with its default values. */
final class DefaultInstallation {
    private DefaultInstallation() {}

    /** @param tag of existing images of operator and webhook */
    static void install(Cluster cluster, String tag) {
        Images.load(cluster, List.of("roles-anywhere-operator:" + tag, "roles-anywhere-webhook:" + tag));
        Helm.install(Path.of("..", "helm", Installation.NAME).toString())
                .withName(Installation.NAME)
                .withNamespace(Installation.NAMESPACE)
                .createNamespace()
                .withKubeConfig(cluster.kubeConfig())
                .set("image.tag", tag)
                .set("image.pullPolicy", "Never")
                .waitReady()
                .withTimeout(300)
                .call();
    }
}
