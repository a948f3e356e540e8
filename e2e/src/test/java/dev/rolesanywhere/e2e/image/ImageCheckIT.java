package dev.rolesanywhere.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code images/check}, which the build ends with, refuses what does not belong into an image: the sidecar's with one file more. */
@NeedsCluster
@InTurn
class ImageCheckIT {
    private static final Path ROOT = Path.of("..");
    private static final String SIDECAR = "roles-anywhere-sidecar:";
    private static final String TAMPERED = "check-refuses";

    @Test
    void an_unchanged_image_passes() throws Exception {
        Ran check = check(Installation.VERSION);
        assertThat(check.output()).contains("files, each of the C library, the Java runtime or the application");
        assertThat(check.exit()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            a shell,                                 bin/sh,                            0755, unexpected -rwxr-xr-x bin/sh
            a program beside the application,        app/tool,                          0755, unexpected -rwxr-xr-x app/tool
            a program beside java,                   opt/java/bin/jshell,               0755, unexpected -rwxr-xr-x opt/java/bin/jshell
            a library that nobody asked for,         lib/x86_64-linux-gnu/libcurl.so.4, 0644, unexpected -rw-r--r-- lib/x86_64-linux-gnu/libcurl.so.4
            a package,                               var/lib/dpkg/status.d/bash,        0644, unexpected -rw-r--r-- var/lib/dpkg/status.d/bash
            a set-user-ID file by an allowed name,   opt/java/lib/helper,               4755, unexpected -rwsr-xr-x
            a set-group-ID file by an allowed name,  app/tool.jar,                      2644, unexpected -rw-r-Sr--
            a file that everybody may write,         app/loose.jar,                     0666, unexpected -rw-rw-rw-
            """)
    void an_image_with_additional_files_fails(
            String what, String path, String mode, String expected, @TempDir Path context) throws Exception {
        Path file = context.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, what);
        Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8));
        // An archive, because COPY would change the owner last, and the kernel then removes the set-user-ID bit.
        String archive = context.resolve("files.tar").toString();
        run(List.of("tar", "-C", context.toString(), "--owner=0", "--group=0", "-cf", archive, path));
        Files.writeString(
                context.resolve("Dockerfile"), "FROM " + SIDECAR + Installation.VERSION + "\nADD files.tar /\n");
        String image = SIDECAR + TAMPERED;
        assertThat(run(List.of("docker", "build", "-q", "-t", image, context.toString()))
                        .exit())
                .isZero();
        try {
            Ran check = check(TAMPERED);
            assertThat(check.exit()).isNotZero();
            assertThat(check.output()).contains(expected).contains(path);
        } finally {
            run(List.of("docker", "rmi", image));
        }
    }

    private record Ran(int exit, String output) {}

    private static Ran check(String version) throws Exception {
        return run(List.of(ROOT.resolve("images/check").toRealPath().toString(), version, "", "sidecar"));
    }

    private static Ran run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
