package dev.rolesanywhere.sidecar.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.fuzz.Target;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Files of another sidecar, or of an attacker with access to the volume. One text replaces every file. */
public final class VolumeTarget {
    private VolumeTarget() {}

    public static Target target() {
        Path root = directory();
        return Target.of(
                "volume-files",
                input -> feed(root, input),
                """
                {"Version":1,"AccessKeyId":"ASIA","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-01-02T04:04:05Z","AWSRole":"a"}""",
                AwsConfigFiles.text(root, List.of("a", "b.json"), root.resolve("default.json"), "profile "));
    }

    private static void feed(Path root, byte[] input) throws IOException {
        CredentialsVolume volume = new CredentialsVolume(root);
        volume.prepare();
        for (String file : new String[] {
            "profiles/a.json", "profiles/..json", "role-tokens/a", "token", "default-role", "default.json"
        }) {
            Files.write(root.resolve(file), input);
        }
        List<String> damaged = new ArrayList<>();
        assertThat(volume.readCredentials(damaged).keySet()).isSubsetOf("a").allMatch(IssuedRole::isProfile);
        assertThat(damaged).contains("..json").isSubsetOf("a.json", "..json");
        volume.readDefaultToken();
        volume.readRoleToken("a");
        volume.readDefaultRole();
        volume.readDefaultCredentials();
    }

    private static Path directory() {
        try {
            Path memory = Path.of("/dev/shm");
            Path root = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "volume")
                    : Files.createTempDirectory("volume");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path root) {
        try (var files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
