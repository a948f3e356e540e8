package dev.rolesanywhere.plugin.migrate;

import dev.rolesanywhere.plugin.cluster.ClusterCommand;
import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.output.Terminal;
import dev.rolesanywhere.plugin.scan.ScanReader;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a migration plan; the user applies it. */
@Command(
        name = "migrate",
        description = {
            "Writes a migration plan from static keys to roles into a directory: manifests, and PLAN.md with the commands to apply"
                    + " and to revert each step. Changes nothing in the cluster or in AWS.",
            "The files contain no secret keys."
        })
@SuppressWarnings("NullAway.Init")
public final class MigrateCommand extends ClusterCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIRECTORY",
            description = "Output directory. It must be empty or not exist.")
    private Path directory;

    @Option(
            names = "--role",
            paramLabel = "KEY=ROLE",
            description =
                    "The role that replaces an access key ID: the name of an existing AWSRole, or the ARN of an IAM role. Repeat for"
                            + " each key. Without it, the plan has a placeholder that the API server rejects.")
    private List<String> roles = List.of();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces except those of Kubernetes.")
    private boolean everywhere;

    @Override
    protected ExitCode run(Session session, Terminal terminal) {
        Mapping mapping = Mapping.of(roles);
        requireEmpty(directory);
        ScanReader reader = new ScanReader(session, everywhere);
        Written written = Steps.of(Planner.plan(reader.read(), mapping));
        String page = Page.of(written);
        if (!written.files().isEmpty()) {
            write(session.client().getKubernetesSerialization(), written, page);
        }
        if (terminal.json()) {
            terminal.value(new Report(
                    directory.toString(),
                    List.copyOf(written.files().sequencedKeySet()),
                    written.steps(),
                    written.lookUp(),
                    written.notes(),
                    reader.unread()));
        } else {
            print(terminal, written, page, reader.unread());
        }
        return ExitCode.GOOD;
    }

    /** The JSON output. */
    record Report(
            String directory,
            List<String> files,
            List<Step> steps,
            List<String> lookUp,
            List<String> byHand,
            List<String> unread) {}

    private void print(Terminal terminal, Written written, String page, List<String> unread) {
        unread.forEach(why -> terminal.line("Not checked: %s.".formatted(why)));
        if (written.files().isEmpty()) {
            terminal.line("Nothing to migrate: no workload has a static key, and no EKS annotation lacks a binding.");
            return;
        }
        terminal.block(page);
        terminal.line("");
        terminal.line(
                "Wrote %d files and PLAN.md (the text above) to %s. Run the commands in that directory. The cluster was not changed."
                        .formatted(written.files().size(), directory));
    }

    private static void requireEmpty(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            if (Files.isRegularFile(directory) || files.findAny().isPresent()) {
                throw new PluginException(
                        ExitCode.USAGE,
                        "%s exists and is not an empty directory. Choose another directory with --to."
                                .formatted(directory));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(KubernetesSerialization yaml, Written written, String page) {
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, List<Object>> file : written.files().entrySet()) {
                Files.writeString(
                        directory.resolve(file.getKey()),
                        file.getValue().stream().map(yaml::asYaml).collect(Collectors.joining()));
            }
            Files.writeString(directory.resolve("PLAN.md"), page);
        } catch (IOException e) {
            throw new PluginException(
                    ExitCode.USAGE,
                    "%s cannot be written: %s. Choose another directory with --to."
                            .formatted(directory, e.getMessage()));
        }
    }
}
