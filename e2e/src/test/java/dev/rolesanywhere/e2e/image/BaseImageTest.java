package dev.rolesanywhere.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code images/base} chooses the base image. A script replaces Docker: it knows some images and can pull others. */
class BaseImageTest {
    private static final Path ROOT = Path.of("..");
    private static final String TRIXIE = "debian:trixie-slim";
    private static final String BOOKWORM = "debian:bookworm-slim";

    @TempDir
    Path bin;

    @Test
    void the_variable_base_chooses_without_a_question_to_the_engine() throws Exception {
        Ran base = base("example.com/debian:1", "", "");
        assertThat(base).isEqualTo(new Ran(0, "example.com/debian:1\n", ""));
    }

    @Test
    void without_the_variable_the_dockerfiles_pinned_image_is_used() throws Exception {
        assertThat(pinned()).matches("debian:trixie-\\d{8}-slim@sha256:[0-9a-f]{64}");
        assertThat(base("", pinned(), "")).isEqualTo(new Ran(0, pinned() + "\n", ""));
        assertThat(base("", "", pinned())).isEqualTo(new Ran(0, pinned() + "\n", ""));
    }

    @Test
    void a_local_image_replaces_an_unavailable_image_with_a_message() throws Exception {
        Ran base = base("", BOOKWORM, "");
        assertThat(base.exit()).isZero();
        assertThat(base.output()).isEqualTo(BOOKWORM + "\n");
        assertThat(base.error())
                .contains(BOOKWORM)
                .contains(pinned())
                .contains("no such host")
                .contains("BASE=");
    }

    @Test
    void without_a_base_image_the_build_fails_with_the_correction() throws Exception {
        Ran base = base("", "alpine:3", "");
        assertThat(base.exit()).isNotZero();
        assertThat(base.output()).isEmpty();
        assertThat(base.error()).contains(pinned()).contains("no such host").contains("BASE=");
    }

    @Test
    void the_base_image_of_another_platform_is_an_image_of_that_platform() throws Exception {
        Ran base = base("", "arm64v8/" + TRIXIE, "", "linux/arm64");
        assertThat(base.exit()).isZero();
        assertThat(base.output()).isEqualTo("arm64v8/" + TRIXIE + "\n");
    }

    @Test
    void an_image_of_the_engines_platform_does_not_replace_an_image_of_another_platform() throws Exception {
        Ran base = base("", TRIXIE, "", "linux/amd64", "linux/arm64");
        assertThat(base.exit()).isNotZero();
        assertThat(base.output()).isEmpty();
        assertThat(base.error()).contains(pinned() + " cannot be pulled for linux/arm64");
    }

    private record Ran(int exit, String output, String error) {}

    private Ran base(String chosen, String present, String pullable) throws Exception {
        return base(chosen, present, pullable, "linux/amd64", "");
    }

    private Ran base(String chosen, String present, String pullable, String platform) throws Exception {
        return base(chosen, present, pullable, platform, platform);
    }

    /** @param platform of the image that is present */
    private Ran base(String chosen, String present, String pullable, String platform, String asked) throws Exception {
        Path docker = Files.writeString(bin.resolve("docker"), """
            #!/bin/sh
            case "$1 $2" in
              "image inspect") [ "$3" = '%s' ] && echo '%s' ;;
              "pull -q") [ "$3" = '%s' ] || { echo "no such host" >&2; exit 1; } ;;
              *) exit 9 ;;
            esac
            """.formatted(present, platform, pullable));
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
        var builder = new ProcessBuilder(
                        List.of(ROOT.resolve("images/base").toRealPath().toString(), asked))
                .directory(ROOT.toFile())
                .redirectError(bin.resolve("error").toFile());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("BASE", chosen);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output, Files.readString(bin.resolve("error")));
    }

    private static String pinned() throws Exception {
        return Files.readAllLines(ROOT.resolve("images/Dockerfile")).stream()
                .filter(line -> line.startsWith("ARG BASE="))
                .findFirst()
                .orElseThrow()
                .substring("ARG BASE=".length());
    }
}
