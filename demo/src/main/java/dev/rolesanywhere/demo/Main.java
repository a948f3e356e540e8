package dev.rolesanywhere.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** {@code make demo}. Needs a built tree, and removes everything that it creates. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        // The demo does not show the log of the API server's libraries.
        Logger.getLogger("").setLevel(Level.OFF);
        Path directory = Files.createTempDirectory("roles-anywhere-demo");
        System.out.println(
                "Running on an API server inside this program (no cluster is used): operator, webhook, sidecar and"
                        + " emulator");
        System.out.println("are the real ones, each a process of its own; the demo stands in for the kubelet.");
        Path repository = Path.of("").toAbsolutePath();
        String olderSidecar = System.getProperty("demo.sidecar");
        try (EmbeddedDemo demo = new EmbeddedDemo(
                new Narrator(System.out),
                repository,
                directory,
                olderSidecar == null ? Ports.SHOWN : Ports.free(),
                part -> List.of(
                        "-jar",
                        repository
                                .resolve(part + "/target/quarkus-app/quarkus-run.jar")
                                .toString()),
                olderSidecar,
                Clock.systemUTC())) {
            demo.run();
        } finally {
            delete(directory);
        }
        System.out.println("\nDone; everything is stopped and removed.");
        System.exit(0); // the mock server keeps threads
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
