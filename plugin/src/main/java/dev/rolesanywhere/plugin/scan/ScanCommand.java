package dev.rolesanywhere.plugin.scan;

import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds static keys before a migration. */
@Command(
        name = "scan",
        description = {
            "Finds static AWS keys, mounted credentials files, EKS annotations without a binding, and workloads on"
                    + " ServiceAccount default.",
            "Prints access key IDs, with which IAM reports the last use of a key, but never secret keys."
        })
public final class ScanCommand extends ClusterCommand {
    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces except those of Kubernetes.")
    private boolean everywhere;

    @Option(names = "--exit-code", description = "Exit with 1 if anything was found.")
    private boolean failing;

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        ScanReader reader = new ScanReader(session, everywhere);
        Scan scan = reader.read();
        List<Finding> findings = scan.findings();
        List<InNamespace> namespaces = byNamespace(findings);
        if (terminal.json()) {
            terminal.value(new Report(namespaces, reader.unread()));
        } else {
            print(terminal, namespaces, reader.unread());
        }
        return failing && !findings.isEmpty() ? ExitCode.BAD : ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(List<InNamespace> namespaces, List<String> unread) {}

    /** The findings of one namespace. */
    record InNamespace(String namespace, List<Finding> findings) {}

    private static List<InNamespace> byNamespace(List<Finding> findings) {
        return findings.stream()
                .collect(Collectors.groupingBy(Finding::namespace, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> new InNamespace(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void print(Terminal terminal, List<InNamespace> namespaces, List<String> unread) {
        for (InNamespace one : namespaces) {
            terminal.line("Namespace " + one.namespace());
            terminal.table(
                    List.of("KIND", "OBJECT", "CONTAINER", "WHERE", "ACCESS KEY ID"),
                    one.findings().stream()
                            .map(finding -> List.of(
                                    finding.kind().name(),
                                    finding.object(),
                                    finding.container().isEmpty() ? "-" : finding.container(),
                                    finding.where(),
                                    Objects.requireNonNullElse(finding.accessKeyId(), "-")))
                            .toList());
            terminal.line("");
        }
        namespaces.stream()
                .flatMap(one -> one.findings().stream())
                .map(Finding::kind)
                .distinct()
                .sorted()
                .forEach(kind -> terminal.line("%s: %s.".formatted(kind, kind.meaning())));
        if (namespaces.isEmpty()) {
            terminal.line("No static keys were found.");
        }
        unread.forEach(why -> terminal.line("Not checked: %s.".formatted(why)));
    }
}
