package dev.rolesanywhere.webhook.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitedFilesTest {
    @TempDir
    Path folder;

    @Test
    void the_wait_ends_when_the_last_file_exists() throws Exception {
        Path first = Files.createFile(folder.resolve("tls.crt"));
        Path last = folder.resolve("tls.key");
        var awaited = AwaitedFiles.of(
                Map.of("CERTIFICATE", first.toString(), "KEY", last.toString()), List.of("CERTIFICATE", "KEY"));
        var waiting = CompletableFuture.runAsync(() -> {
            try {
                awaited.await();
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        assertThat(waiting).isNotDone();

        Files.createFile(last);

        waiting.join();
    }

    @Test
    void a_variable_that_is_not_set_names_no_file() throws Exception {
        var awaited = AwaitedFiles.of(Map.of(), List.of("CERTIFICATE"));

        awaited.await();

        assertThat(awaited.files()).isEmpty();
    }
}
