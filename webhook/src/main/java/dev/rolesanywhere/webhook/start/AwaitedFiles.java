package dev.rolesanywhere.webhook.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of optional volumes. With required volumes, each pod that starts before the operator would cause a Warning Event. */
record AwaitedFiles(List<Path> files) {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** @param variables that name the files; unset variables are ignored */
    static AwaitedFiles of(Map<String, String> environment, List<String> variables) {
        return new AwaitedFiles(variables.stream()
                .flatMap(variable -> Optional.ofNullable(environment.get(variable)).stream())
                .map(Path::of)
                .toList());
    }

    void await() throws InterruptedException {
        for (Path file : files) {
            while (!Files.exists(file)) {
                Thread.sleep(PAUSE);
            }
        }
    }
}
