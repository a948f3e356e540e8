package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.refresh.TestRole.HOUR;
import static dev.rolesanywhere.sidecar.refresh.TestRole.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.issued;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of one pod's roles. */
class VolumeMirrorTest {
    private static final Instant LATER = NOW.plus(HOUR);

    @TempDir
    Path directory;

    private VolumeMirror mirror;
    private RoleStates roles;

    @BeforeEach
    void start() {
        mirror = new VolumeMirror(new CredentialsVolume(directory), new SecureRandom());
        roles = new RoleStates(mirror);
    }

    /** A container that does not wait for the sidecar's start reads the token before the first credentials. */
    @Test
    void a_new_default_token_is_in_the_volume_before_the_first_credentials() throws Exception {
        mirror.restore(roles, NOW);
        assertThat(directory.resolve("token")).hasContent(mirror.defaultToken());
    }

    @Test
    void a_restart_keeps_the_default_token() throws Exception {
        mirror.restore(roles, NOW);
        String before = mirror.defaultToken();
        start();
        mirror.restore(roles, NOW);
        assertThat(mirror.defaultToken()).isEqualTo(before);
        assertThat(directory.resolve("token")).hasContent(before);
    }

    @Test
    void unreadable_files_are_named() throws Exception {
        Files.createDirectories(directory.resolve("profiles"));
        Files.writeString(directory.resolve("profiles/reader.json"), "{");
        assertThat(mirror.restore(roles, NOW)).containsExactly("reader.json");
    }

    @Test
    void each_profile_has_a_file_with_the_token_of_its_role() throws Exception {
        served();
        assertThat(directory.resolve("tokens/shop"))
                .hasContent(roles.state("reader").token());
    }

    @Test
    void expired_credentials_are_removed_and_the_token_stays() throws Exception {
        served();
        assertThat(directory.resolve("profiles/shop.json")).exists();
        mirror.write(roles, LATER);
        assertThat(directory.resolve("profiles/shop.json")).doesNotExist();
        assertThat(directory.resolve("tokens/shop")).exists();
    }

    @Test
    void the_default_role_has_a_file_of_its_own_in_the_config() throws Exception {
        served();
        assertThat(directory.resolve("default.json")).content().contains("ASIA1");
        assertThat(directory.resolve("config")).content().contains("[default]", "[profile shop]");
        assertThat(new CredentialsVolume(directory).readDefaultRole()).isEqualTo("reader");
    }

    @Test
    void expired_credentials_of_the_default_role_are_removed_and_a_restart_still_knows_the_role() throws Exception {
        served();
        mirror.write(roles, LATER);
        assertThat(directory.resolve("default.json")).doesNotExist();
        assertThat(new CredentialsVolume(directory).readDefaultRole()).isEqualTo("reader");
    }

    @Test
    void without_a_default_role_there_are_no_default_credentials() throws Exception {
        mirror.restore(roles, NOW);
        roles.issued(issued(named("reader").inProfile("shop")), NOW);
        mirror.write(roles, NOW);
        assertThat(directory.resolve("default.json")).doesNotExist();
        assertThat(directory.resolve("config"))
                .content()
                .contains("[profile shop]")
                .doesNotContain("[default]");
    }

    @Test
    void a_restart_keeps_the_token_of_a_role() throws Exception {
        served();
        String before = roles.state("reader").token();
        start();
        assertThat(mirror.token("reader")).isEqualTo(before).hasSize(43);
    }

    @Test
    void the_files_of_a_removed_role_are_removed() throws Exception {
        served();
        roles.issued(issued(named("reader").inProfile("shop"), named("writer").byDefault()), LATER);
        roles.issued(issued(named("writer").byDefault()), LATER);
        mirror.write(roles, LATER);
        assertThat(directory.resolve("profiles/shop.json")).doesNotExist();
        assertThat(directory.resolve("tokens/shop")).doesNotExist();
        assertThat(directory.resolve("role-tokens/reader")).doesNotExist();
        assertThat(directory.resolve("role-tokens/writer")).exists();
    }

    /** The default role reader with the profile shop, until {@link #LATER}. */
    private void served() throws Exception {
        mirror.restore(roles, NOW);
        roles.issued(issued(named("reader").byDefault().inProfile("shop")), NOW);
        roles.update("reader", roles.state("reader").renewed(credentials("ASIA1", LATER), null, NOW, 0), NOW);
        mirror.write(roles, NOW);
    }
}
