package dev.rolesanywhere.e2e.scenario;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import dev.rolesanywhere.e2e.cluster.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README's quickstart without an AWS account: its three commands, and the command that prints the identity of the pod. Helm's library runs
 * the second command.
 */
public final class EmulatorQuickstart {
    private static final Path ROOT = Path.of("..");
    private static final Pattern INSTALL = Pattern.compile(
            "helm install (?<name>\\S+) (?<chart>\\S+) --namespace (?<namespace>\\S+) --create-namespace --wait -f (?<values>\\S+)");
    private static final Pattern RESULT =
            Pattern.compile("`(?<command>kubectl logs [^`]+)` then prints `(?<output>[^`…]+)…`");

    private final List<String> section = Document.of("README.md").section("### Without an AWS account");
    private final Cluster cluster;

    /** @param cluster with the images of {@link #images()} and without the chart */
    public EmulatorQuickstart(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The images that the first command loads, with the tag of this run. */
    public List<String> images() {
        return Stream.of(command(0).replaceFirst("kind load docker-image ", "").split(" "))
                .map(image -> image.startsWith("roles-anywhere-emulator:")
                        ? image
                        : image.replace(":" + Installation.VERSION, ":" + Installation.TAG))
                .toList();
    }

    public void install() {
        Matcher install = matched(INSTALL, command(1));
        InstallCommand helm = Helm.install(ROOT.resolve(install.group("chart")).toString())
                .withName(install.group("name"))
                .withNamespace(install.group("namespace"))
                .createNamespace()
                .withValuesFile(ROOT.resolve(install.group("values")))
                .withKubeConfig(cluster.kubeConfig())
                .waitReady()
                .withTimeout(600);
        if (!Installation.TAG.equals(Installation.VERSION)) {
            helm.set("image.tag", Installation.TAG);
        }
        helm.call();
    }

    /** What kubectl printed. */
    public String apply() {
        return new NodeShell(cluster).run(command(2));
    }

    /** What the workload's pod printed. */
    public String log() {
        return new NodeShell(cluster).run(result().group("command"));
    }

    /** What the README says that the workload's pod prints, up to the name of the session. */
    public String expected() {
        return result().group("output");
    }

    private String command(int index) {
        List<String> commands =
                Document.blocks(section).getFirst().text().lines().toList();
        if (commands.size() != 3) {
            throw new IllegalStateException("the README says three commands, and shows " + commands);
        }
        return commands.get(index);
    }

    private Matcher result() {
        return matched(RESULT, String.join(" ", section));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("'%s' has no %s".formatted(text, pattern));
        }
        return matcher;
    }
}
