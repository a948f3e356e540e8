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

/** Writes a migration down; the user applies it. */
@Command(
        name = "migrate",
        description = {
            "Writes the way from static keys to roles into a directory: files, and PLAN.md with the commands of each step"
                    + " and of the way back. It changes nothing in the cluster and in AWS.",
            "No file has a secret key."
        })
@SuppressWarnings("NullAway.Init")
public final class MigrateCommand extends ClusterCommand {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIRECTORY",
            description = "Where to write. It must not exist, or be empty.")
    private Path directory;

    @Option(
            names = "--role",
            paramLabel = "KEY=ROLE",
            description =
                    "The role that takes the place of an access key ID: the name of an AWSRole that exists, or the"
                            + " ARN of an IAM role. Once for each key; without it a placeholder is written, which the API"
                            + " server rejects.")
    private List<String> roles = List.of();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces but Kubernetes' own.")
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

    /** What a machine reads. */
    record Report(
            String directory,
            List<String> files,
            List<Step> steps,
            List<String> lookUp,
            List<String> byHand,
            List<String> unread) {}

    private void print(Terminal terminal, Written written, String page, List<String> unread) {
        unread.forEach(why -> terminal.line("Not looked at: %s.".formatted(why)));
        if (written.files().isEmpty()) {
            terminal.line(
                    "There is nothing to migrate: no workload has a static key, and no EKS annotation lacks a binding.");
            return;
        }
        terminal.block(page);
        terminal.line("");
        terminal.line(
                "%d files and PLAN.md, which has the above, are in %s. Run the commands there. Nothing was changed in the cluster."
                        .formatted(written.files().size(), directory));
    }

    private static void requireEmpty(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            if (Files.isRegularFile(directory) || files.findAny().isPresent()) {
                throw new PluginException(
                        ExitCode.USAGE,
                        "%s exists and is not an empty directory. Name another one with --to.".formatted(directory));
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
                    "%s cannot be written: %s. Name another directory with --to.".formatted(directory, e.getMessage()));
        }
    }
}
