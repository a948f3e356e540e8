package dev.rolesanywhere.crds.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a process of the chart does before Quarkus starts. Outside of a cluster, without {@link #PORT}, it is nothing. */
public final class Startup {
    static final String PORT = "STARTUP_PORT";
    private static final String MANAGEMENT_PORT = "QUARKUS_MANAGEMENT_PORT";
    private static final String DEFAULT_MANAGEMENT_PORT = "8080";
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** Half a minute. */
    private static final int LOOKS = 60;

    private Startup() {}

    /**
     * Opens the port of the startup probe.
     *
     * @param environment of the process
     */
    public static void openPort(Map<String, String> environment) {
        Optional.ofNullable(environment.get(PORT)).map(Integer::parseInt).ifPresent(port -> {
            var readiness = new Readiness(Integer.parseInt(
                    Objects.requireNonNullElse(environment.get(MANAGEMENT_PORT), DEFAULT_MANAGEMENT_PORT)));
            try {
                StartupPort opened = StartupPort.open(port);
                Thread.ofPlatform().daemon().name("startup-readiness").start(() -> answerWhenReady(opened, readiness));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Port %d of the startup probe cannot be opened (%s). Choose a free one with the chart's webhook.startupPort"
                                .formatted(port, e.getMessage()),
                        e);
            }
        });
    }

    private static void answerWhenReady(StartupPort port, Readiness readiness) {
        try {
            readiness.await(LOOKS);
            port.ready();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the files of volumes that are optional: a pod whose Secret is not there yet would otherwise be an Event of type Warning.
     *
     * @param variables that name the files
     */
    public static void awaitFiles(Map<String, String> environment, List<String> variables) throws InterruptedException {
        if (environment.containsKey(PORT)) {
            for (String variable : variables) {
                Path file = Path.of(Objects.requireNonNull(environment.get(variable), variable));
                while (!Files.exists(file)) {
                    Thread.sleep(PAUSE);
                }
            }
        }
    }
}
