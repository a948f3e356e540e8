package dev.rolesanywhere.operator.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRoomTest {
    private final SharedRoom<String> room = new SharedRoom<>(5);

    @Test
    void entries_within_the_capacity_stay() {
        assertThat(room.put("a", "a1", 2)).isEmpty();
        assertThat(room.put("b", "b1", 3)).isEmpty();
        assertThat(room.size()).isEqualTo(2);
    }

    @Test
    void the_owner_with_the_largest_share_loses_its_oldest_entry() {
        room.put("quiet", "victim", 1);
        for (int i = 0; i < 4; i++) {
            room.put("loud", "flood-" + i, 1);
        }
        assertThat(room.put("loud", "flood-4", 1)).containsExactly("flood-0");
        assertThat(room.put("new", "guest", 1)).containsExactly("flood-1");
        assertThat(room.takenBy("quiet")).isEqualTo(1);
    }

    @Test
    void a_repeated_entry_is_the_newest_and_counts_once() {
        room.put("a", "old", 1);
        room.put("a", "new", 1);
        room.put("a", "old", 2);
        assertThat(room.takenBy("a")).isEqualTo(3);
        assertThat(room.oldestOf("a")).contains("new");
    }

    @Test
    void a_removed_entry_frees_its_memory() {
        room.put("a", "a1", 5);
        room.remove("a1");
        room.remove("a1");
        assertThat(room.put("b", "b1", 5)).isEmpty();
        assertThat(room.takenBy("a")).isZero();
        assertThat(room.oldestOf("a")).isEmpty();
    }

    @Test
    void an_entry_larger_than_the_capacity_is_not_stored() {
        assertThat(room.put("a", "huge", 6)).isEqualTo(List.of("huge"));
        assertThat(room.size()).isZero();
    }
}
