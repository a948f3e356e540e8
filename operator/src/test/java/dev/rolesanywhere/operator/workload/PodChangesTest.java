package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodChangesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:00:00Z");
    private static final Instant END = BEGIN.plusSeconds(60);

    private final PodChanges changes = new PodChanges();

    @Test
    void without_a_watch_nothing_is_known() {
        assertThat(changes.noneSince("shop", BEGIN, BEGIN)).isFalse();
        assertThat(changes.version()).isEmpty();

        changes.changed("shop", "7", BEGIN);
        changes.reached("8");
        changes.trustUntil(END);
        assertThat(changes.version()).isEmpty();
    }

    @Test
    void changes_are_known_from_the_beginning_of_the_watch() {
        watch();
        assertThat(changes.noneSince("shop", BEGIN, at(1))).isTrue();
        assertThat(changes.noneSince("shop", BEGIN.minusNanos(1), at(1))).isFalse();
    }

    @Test
    void a_change_counts_for_its_namespace() {
        watch();
        changes.changed("shop", "7", at(10));
        assertThat(changes.noneSince("shop", at(10), at(20))).isFalse();
        assertThat(changes.noneSince("shop", at(11), at(20))).isTrue();
        assertThat(changes.noneSince("office", BEGIN, at(20))).isTrue();
        assertThat(changes.version()).contains("7");
    }

    @Test
    void a_watch_without_a_sign_of_life_is_not_trusted() {
        watch();
        assertThat(changes.noneSince("shop", BEGIN, END.minusNanos(1))).isTrue();
        assertThat(changes.noneSince("shop", BEGIN, END)).isFalse();

        changes.trustUntil(END.plusSeconds(1));
        assertThat(changes.noneSince("shop", BEGIN, END)).isTrue();
    }

    @Test
    void a_version_without_a_change_moves_on() {
        watch();
        changes.reached("9");
        assertThat(changes.version()).contains("9");
        assertThat(changes.noneSince("shop", BEGIN, at(1))).isTrue();
    }

    @Test
    void the_end_of_the_watch_ends_all_knowledge() {
        watch();
        changes.end();
        assertThat(changes.noneSince("shop", BEGIN, at(1))).isFalse();
        assertThat(changes.version()).isEmpty();
    }

    @Test
    void the_next_watch_knows_nothing_of_the_one_before() {
        watch();
        changes.changed("shop", "7", at(10));
        changes.begin(at(5), "20");
        changes.trustUntil(END);
        assertThat(changes.noneSince("shop", at(5), at(20))).isTrue();
        assertThat(changes.noneSince("shop", BEGIN, at(20))).isFalse();
    }

    @Test
    void changes_in_namespaces_without_a_binding_are_forgotten() {
        watch();
        changes.changed("shop", "7", at(10));
        changes.changed("office", "8", at(10));
        changes.keepOnly(Set.of("shop"));
        assertThat(changes.noneSince("shop", BEGIN, at(20))).isFalse();
        assertThat(changes.noneSince("office", BEGIN, at(20))).isTrue();
    }

    private void watch() {
        changes.begin(BEGIN, "1");
        changes.trustUntil(END);
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }
}
