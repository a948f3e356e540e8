package dev.rolesanywhere.e2e.breakage;

import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.plugin.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.stream.Stream;

/** Commands that a user runs, and their output. */
final class Kubectl {
    private Kubectl() {}

    /** The node's own kubectl, as cluster-admin. */
    static String run(String command) {
        return Installation.get()
                .cluster()
                .run("sh", "-c", "KUBECONFIG=/etc/rancher/k3s/k3s.yaml kubectl " + command + " 2>&1");
    }

    /** The plugin, in this JVM. */
    static String rolesanywhere(String... arguments) {
        StringWriter out = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--kubeconfig",
                                Installation.get().cluster().kubeConfig().toString()))
                .toArray(String[]::new);
        Main.run(Clock.systemUTC(), new PrintWriter(out), new PrintWriter(out), false, all);
        return out.toString();
    }
}
