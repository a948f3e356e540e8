package dev.rolesanywhere.node.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedDirectoryTest {
    @TempDir
    Path node;

    private int user;

    /** Only root may give a directory to another user; who runs the test may give it to itself. */
    @BeforeEach
    void user() throws IOException {
        user = (Integer) Files.getAttribute(node, "unix:uid");
    }

    @Test
    void the_directory_is_closed_to_all_other_users() throws Exception {
        Path state = node.resolve("node-agent");
        new OwnedDirectory(state, user).create();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        assertThat(Files.getAttribute(state, "unix:uid")).isEqualTo(user);
    }

    @Test
    void the_state_of_a_previous_agent_stays() throws Exception {
        Path state = node.resolve("node-agent");
        new OwnedDirectory(state, user).create();
        Files.writeString(state.resolve("keys.json"), "{}");
        new OwnedDirectory(state, user).create();

        assertThat(state.resolve("keys.json")).exists();
    }

    @Test
    void a_directory_of_another_user_is_not_taken_over() throws Exception {
        Path state = node.resolve("node-agent");
        new OwnedDirectory(state, user).create();

        assertThatThrownBy(() -> new OwnedDirectory(state, user + 1).create())
                .hasMessageContaining("belongs to user " + user)
                .hasMessageContaining("Remove " + state);
    }

    @Test
    void a_link_in_its_place_is_not_followed() throws Exception {
        Path elsewhere = Files.createDirectory(node.resolve("elsewhere"));
        Path state = Files.createSymbolicLink(node.resolve("node-agent"), elsewhere);

        assertThatThrownBy(() -> new OwnedDirectory(state, user).create()).hasMessageContaining("is not a directory");
    }
}
