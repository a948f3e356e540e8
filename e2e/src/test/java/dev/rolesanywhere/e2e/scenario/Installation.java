package dev.rolesanywhere.e2e.scenario;

import static org.awaitility.Awaitility.await;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.UpgradeCommand;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.e2e.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The cluster as the README leaves it: images imported, emulator running, chart installed, trust anchor made and registered.
 */
public final class Installation {
    public static final String NAMESPACE = "roles-anywhere";
    public static final String NAME = "roles-anywhere-operator";
    public static final String WEBHOOK = NAME + "-webhook";
    /** The agents of the nodes, and their namespace. */
    static final String AGENTS = NAME + "-node-agent";

    public static final String VERSION = "0.1.0";

    /** The version of the installed images, because a machine may have images of several trees. */
    static final String TAG = Objects.requireNonNullElse(System.getenv("IMAGE_TAG"), VERSION);

    private static final String TRUST_ANCHOR = "01234567-89ab-cdef-0123-456789abcdef";

    public static final String JAVA_IMAGE = "roles-anywhere-e2e-java:local";
    public static final String PYTHON_IMAGE = "roles-anywhere-e2e-python:local";

    static final List<String> IMAGES = List.of(
            "roles-anywhere-operator:" + TAG,
            "roles-anywhere-webhook:" + TAG,
            "roles-anywhere-sidecar:" + TAG,
            "roles-anywhere-agent:" + TAG,
            "roles-anywhere-emulator:" + VERSION,
            JAVA_IMAGE,
            PYTHON_IMAGE);

    /**
     * A busy kubelet writes this if its own watch of a ConfigMap or Secret needs more than a second, and repeats the mount at once. A mount that
     * stays impossible fails the installation. See <a href="https://github.com/kubernetes/kubernetes/issues/99475">kubernetes#99475</a>.
     */
    private static final Pattern SLOW_WATCH_OF_KUBELET =
            Pattern.compile("MountVolume\\.SetUp failed for volume \"[^\"]+\" : "
                    + "\\[?(failed to sync (configmap|secret) cache: timed out waiting for the condition(, )?)+]?");

    private final Cluster cluster;
    private final Emulator emulator;
    private final String notes;
    private final List<Event> warnings;

    private Installation(Cluster cluster) {
        this.cluster = cluster;
        Images.load(cluster, IMAGES);
        // It starts while the chart is installed.
        Emulator.apply(cluster);
        this.notes = install();
        this.emulator = Emulator.deploy(cluster);
        register();
        this.warnings = warningsNow();
    }

    /** Installs the chart with Helm, as in the README. Returns the output. */
    public String install() {
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .createOr(existing -> existing.update());
        return Helm.install(Path.of("..", "helm", NAME).toString())
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .withKubeConfig(cluster.kubeConfig())
                .withValuesFile(Path.of("src", "test", "resources", "values.yaml"))
                .set("image.tag", TAG)
                .waitReady()
                .withTimeout(600)
                .call()
                .getOutput();
    }

    /** Installs the same chart again, which restores deleted objects. */
    public void upgrade() {
        upgrade(Map.of());
    }

    /** @param values that differ from those of the installation */
    public void upgrade(Map<String, String> values) {
        UpgradeCommand upgrade = Helm.upgrade(Path.of("..", "helm", NAME).toString())
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .withKubeConfig(cluster.kubeConfig())
                .withValuesFile(Path.of("src", "test", "resources", "values.yaml"))
                .set("image.tag", TAG);
        values.forEach(upgrade::set);
        upgrade.call();
    }

    public void uninstall() {
        Helm.uninstall(NAME)
                .withNamespace(NAMESPACE)
                .withKubeConfig(cluster.kubeConfig())
                .call();
    }

    private Installation(Installation before, Cluster restarted) {
        this.cluster = restarted;
        this.emulator = before.emulator.in(restarted);
        this.notes = before.notes;
        this.warnings = before.warnings;
    }

    /** The same after a power cut of its node, which is this cluster now. */
    public Installation in(Cluster restarted) {
        return new Installation(this, restarted);
    }

    /** On a separate cluster, for tests that would disturb others. */
    public static Installation on(Cluster cluster) {
        return new Installation(cluster);
    }

    /** The images on the nodes. */
    public static List<String> images() {
        return IMAGES;
    }

    /** The one that the tests of this JVM share. */
    public static Installation get() {
        return Holder.INSTANCE;
    }

    /** The output of {@code helm install}. */
    String notes() {
        return notes;
    }

    /**
     * The Events of type Warning about the installation and our kinds, as they were when the installation was complete. They do not include
     * {@link #SLOW_WATCH_OF_KUBELET}.
     */
    List<Event> warnings() {
        return warnings;
    }

    private List<Event> warningsNow() {
        return client().v1().events().inAnyNamespace().list().getItems().stream()
                .filter(event -> "Warning".equals(event.getType()))
                .filter(event ->
                        Set.of(NAMESPACE, AGENTS).contains(event.getMetadata().getNamespace())
                                || "rolesanywhere.dev/operator".equals(event.getReportingComponent()))
                .filter(event -> !SLOW_WATCH_OF_KUBELET
                        .matcher(Objects.requireNonNullElse(event.getMessage(), ""))
                        .matches())
                .toList();
    }

    public KubernetesClient client() {
        return cluster.client();
    }

    public Cluster cluster() {
        return cluster;
    }

    public Emulator emulator() {
        return emulator;
    }

    /**
     * The steps that a platform team does once: create the CA, register its PEM in AWS, and write the ARN into the
     * spec.
     */
    public void register() {
        Manifests.apply(client(), "trustanchor.yaml");
        await("awsta/default is Ready before AWS knows it")
                .atMost(Cluster.PATIENCE)
                .until(() -> Conditions.find(
                                anchor().getStatus() == null
                                        ? null
                                        : anchor().getStatus().conditions(),
                                "Ready")
                        .filter(condition -> condition.holds())
                        .isPresent());
        emulator.registerTrustAnchor(TRUST_ANCHOR, anchor().getStatus().caBundle());
        Manifests.apply(client(), "trustanchor-registered.yaml");
    }

    private AWSTrustAnchor anchor() {
        return client().resources(AWSTrustAnchor.class).withName("default").require();
    }

    private static final class Holder {
        private static final Installation INSTANCE = new Installation(Cluster.shared());
    }
}
