package dev.rolesanywhere.e2e.scenario;

import dev.rolesanywhere.e2e.cluster.Cluster;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands of the docs, run with kubectl on the node. The files of {@code examples/} are not on the node, so kubectl gets their text. */
record NodeShell(Cluster cluster) {
    private static final Pattern EXAMPLE = Pattern.compile("-f (examples/\\S+)");

    String run(String commands) {
        String inline = EXAMPLE.matcher(commands)
                .replaceAll(file -> Matcher.quoteReplacement(
                        "-f - <<'EXAMPLE'\n" + Examples.runnable(file.group(1)) + "\nEXAMPLE\n"));
        return cluster.run("sh", "-c", "export KUBECONFIG=/etc/rancher/k3s/k3s.yaml\nset -e\n" + inline);
    }
}
