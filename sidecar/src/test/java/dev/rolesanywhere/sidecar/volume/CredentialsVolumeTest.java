package dev.rolesanywhere.sidecar.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.session.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsVolumeTest {
    private static final Credentials CREDENTIALS =
            new Credentials("ASIA", "secret", "token", Instant.parse("2026-01-02T03:04:05.678Z"));

    @TempDir
    Path root;

    private CredentialsVolume volume;

    @BeforeEach
    void prepare() throws IOException {
        volume = new CredentialsVolume(root);
        volume.prepare();
    }

    @Test
    void credentials_are_in_the_format_of_credential_process() throws IOException {
        volume.writeCredentials("reader", "orders-reader", CREDENTIALS);
        assertThat(root.resolve("profiles/reader.json"))
                .hasContent(
                        "{\"Version\":1,\"AccessKeyId\":\"ASIA\",\"SecretAccessKey\":\"secret\","
                                + "\"SessionToken\":\"token\",\"Expiration\":\"2026-01-02T03:04:05Z\",\"AWSRole\":\"orders-reader\"}");
    }

    @Test
    void credentials_contain_their_account_also_after_a_restart() throws IOException {
        volume.writeCredentials("reader", "orders-reader", CREDENTIALS.of("111122223333"));
        assertThat(root.resolve("profiles/reader.json")).content().contains("\"AccountId\":\"111122223333\"");
        assertThat(volume.readCredentials(new ArrayList<>())
                        .get("reader")
                        .credentials()
                        .accountId())
                .isEqualTo("111122223333");
    }

    @Test
    void tokens_have_no_newline_because_sdks_do_not_strip_it() throws IOException {
        volume.writeDefaultToken("d");
        volume.writeToken("reader", "r");
        assertThat(Files.readAllBytes(root.resolve("token"))).isEqualTo(new byte[] {'d'});
        assertThat(Files.readAllBytes(root.resolve("tokens/reader"))).isEqualTo(new byte[] {'r'});
    }

    @Test
    void config_has_a_profile_per_role_and_the_default() throws IOException {
        volume.writeConfig(List.of("reader", "writer"), true);
        String cat = "credential_process = cat " + root + "/profiles/";
        assertThat(Files.readString(root.resolve("config")))
                .endsWith("[default]\ncredential_process = cat " + root + "/default.json\n[profile reader]\n" + cat
                        + "reader.json\n[profile writer]\n" + cat + "writer.json\n");
        assertThat(Files.readString(root.resolve("credentials")))
                .contains("[writer]\n" + cat + "writer.json\n")
                .doesNotContain("aws_access_key_id");
    }

    @Test
    void with_the_endpoint_the_file_has_only_profiles_and_no_default() throws IOException {
        volume.writeConfig(List.of("reader", "writer"), true);
        assertThat(Files.readString(root.resolve("config-profiles")))
                .contains("[profile reader]\n", "[profile writer]\n")
                .doesNotContain("[default]");
    }

    @Test
    void without_a_default_role_there_is_no_default_section() throws IOException {
        volume.writeConfig(List.of("reader"), false);
        assertThat(Files.readString(root.resolve("config"))).doesNotContain("[default]");
    }

    @Test
    void any_user_may_read_the_files_and_only_we_write_them() throws IOException {
        volume.writeCredentials("reader", "orders-reader", CREDENTIALS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("profiles/reader.json"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void a_reader_never_sees_half_a_file() throws Exception {
        Path file = root.resolve("profiles/reader.json");
        volume.writeCredentials("reader", "orders-reader", CREDENTIALS);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> half = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                try {
                    String text = Files.readString(file);
                    if (!text.endsWith("reader\"}")) {
                        half.set(text);
                    }
                } catch (IOException e) {
                    half.set(e.toString());
                }
            }
        });
        for (int i = 0; i < 300; i++) {
            volume.writeCredentials(
                    "reader",
                    "orders-reader",
                    new Credentials("A".repeat(1 + i * 50), "s", "t", CREDENTIALS.expiration()));
        }
        done.set(true);
        reader.join();
        assertThat(half.get()).isNull();
        try (var files = Files.list(root.resolve("profiles"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void the_volume_reads_its_own_files_and_skips_others() throws IOException {
        volume.writeCredentials("reader", "orders-reader", CREDENTIALS);
        Files.writeString(root.resolve("profiles/broken.json"), "{\"Version\":1");
        Files.writeString(root.resolve("profiles/.hidden.json"), "{}");
        Files.writeString(root.resolve("profiles/notes.txt"), "x");
        List<String> damaged = new ArrayList<>();
        assertThat(volume.readCredentials(damaged)).containsOnlyKeys("reader").hasEntrySatisfying("reader", read -> {
            assertThat(read.role()).isEqualTo("orders-reader");
            assertThat(read.credentials().sessionToken()).isEqualTo("token");
            assertThat(read.credentials().expiration()).isEqualTo("2026-01-02T03:04:05Z");
        });
        assertThat(damaged).containsExactlyInAnyOrder("broken.json", ".hidden.json", "notes.txt");
    }

    @Test
    void a_removed_profile_leaves_nothing() throws IOException {
        volume.writeCredentials("reader", "orders-reader", CREDENTIALS);
        volume.writeToken("reader", "r");
        volume.writeRoleToken("orders-reader", "r");
        volume.removeOthers(List.of(), List.of());
        assertThat(root.resolve("profiles/reader.json")).doesNotExist();
        assertThat(root.resolve("tokens/reader")).doesNotExist();
        assertThat(root.resolve("role-tokens/orders-reader")).doesNotExist();
    }

    @Test
    void a_file_without_its_role_is_ignored() throws IOException {
        Files.writeString(
                root.resolve("profiles/reader.json"),
                "{\"Version\":1,\"AccessKeyId\":\"ASIA\",\"SecretAccessKey\":\"secret\",\"SessionToken\":\"token\","
                        + "\"Expiration\":\"2026-01-02T03:04:05Z\"}");
        List<String> damaged = new ArrayList<>();
        assertThat(volume.readCredentials(damaged)).isEmpty();
        assertThat(damaged).containsExactly("reader.json");
    }
}
