package dev.rolesanywhere.sidecar.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
    private final OpenConnections<String> open = new OpenConnections<>(4, 3);

    @Test
    void no_connection_is_closed_while_there_is_a_free_place() {
        assertThat(open.add("a1", "a")).isNull();
        assertThat(open.add("a2", "a")).isNull();
        assertThat(open.add("a3", "a")).isNull();
        assertThat(open.add("b1", "b")).isNull();
        assertThat(open.all()).containsExactly("a1", "a2", "a3", "b1");
    }

    @Test
    void an_address_at_its_limit_displaces_its_own_oldest() {
        open.add("b1", "b");
        open.add("a1", "a");
        open.add("a2", "a");
        open.add("a3", "a");
        assertThat(open.add("a4", "a")).isEqualTo("a1");
        assertThat(open.all()).containsExactly("b1", "a2", "a3", "a4");
    }

    @Test
    void if_all_places_are_used_the_busiest_address_loses_its_oldest_connection() {
        open.add("kubelet", "node");
        open.add("a1", "a");
        open.add("a2", "a");
        open.add("b1", "b");
        assertThat(open.add("c1", "c")).isEqualTo("a1");
        assertThat(open.all()).containsExactly("kubelet", "a2", "b1", "c1");
    }

    @Test
    void among_addresses_with_one_connection_each_the_oldest_loses_its_place() {
        open.add("a1", "a");
        open.add("b1", "b");
        open.add("c1", "c");
        open.add("d1", "d");
        assertThat(open.add("kubelet", "node")).isEqualTo("a1");
    }

    @Test
    void a_place_is_free_after_its_connection_has_ended() {
        open.add("a1", "a");
        open.add("a2", "a");
        open.add("a3", "a");
        open.remove("a2");
        open.remove("a2");
        assertThat(open.add("a4", "a")).isNull();
        assertThat(open.add("a5", "a")).isEqualTo("a1");
        assertThat(open.add("b1", "b")).isNull();
        for (String connection : open.all()) {
            open.remove(connection);
        }
        assertThat(open.isEmpty()).isTrue();
        assertThat(open.removeOldest()).isNull();
    }
}
