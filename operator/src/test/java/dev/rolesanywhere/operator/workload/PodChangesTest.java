package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodChangesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:00:00Z");
    private static final Instant END = NOW.plusSeconds(60);

    private final PodChanges changes = new PodChanges();

    @Test
    void without_a_watch_nothing_is_known() {
        assertThat(noneAfter(changes.position(), "shop")).isFalse();
        assertThat(changes.version()).isEmpty();

        changes.changed("shop", "7");
        changes.reached("8");
        changes.trustUntil(END);
        changes.keepOnly(Set.of());
        assertThat(noneAfter(changes.position(), "shop")).isFalse();
        assertThat(changes.version()).isEmpty();
    }

    @Test
    void changes_are_known_from_the_beginning_of_the_watch() {
        long before = changes.position();
        watch();
        assertThat(noneAfter(before, "shop")).isFalse();
        assertThat(noneAfter(changes.position(), "shop")).isTrue();
    }

    @Test
    void a_change_counts_for_its_namespace() {
        watch();
        long before = changes.position();
        changes.changed("shop", "7");
        assertThat(noneAfter(before, "shop")).isFalse();
        assertThat(noneAfter(before, "office")).isTrue();
        assertThat(noneAfter(changes.position(), "shop")).isTrue();
        assertThat(changes.version()).contains("7");
    }

    @Test
    void a_watch_without_a_sign_of_life_is_not_trusted() {
        watch();
        long position = changes.position();
        assertThat(changes.noneAfter(position, "shop", END.minusNanos(1))).isTrue();
        assertThat(changes.noneAfter(position, "shop", END)).isFalse();

        changes.trustUntil(END.plusSeconds(1));
        assertThat(changes.noneAfter(position, "shop", END)).isTrue();
    }

    @Test
    void a_new_watch_is_trusted_only_with_its_request() {
        changes.begin("1");
        assertThat(noneAfter(changes.position(), "shop")).isFalse();
    }

    @Test
    void answers_are_not_older_than_the_last_known_change() {
        assertThat(changes.oldestAnswer()).contains("0");
        watch();
        assertThat(changes.oldestAnswer())
                .as("the present version, because the list of pods may not know the first version yet")
                .isEmpty();
        changes.changed("shop", "7");
        assertThat(changes.oldestAnswer()).contains("7");
        changes.reached("9");
        assertThat(changes.oldestAnswer()).contains("9");
        changes.trustUntil(END);
        assertThat(changes.oldestAnswer()).contains("9");
    }

    @Test
    void a_version_without_a_change_moves_on() {
        watch();
        long before = changes.position();
        changes.reached("9");
        assertThat(changes.version()).contains("9");
        assertThat(noneAfter(before, "shop")).isTrue();
    }

    @Test
    void the_end_of_the_watch_ends_all_knowledge() {
        watch();
        changes.end();
        assertThat(noneAfter(changes.position(), "shop")).isFalse();
        assertThat(changes.version()).isEmpty();
        assertThat(changes.oldestAnswer()).contains("0");
    }

    @Test
    void the_next_watch_knows_nothing_of_the_one_before() {
        watch();
        changes.changed("shop", "7");
        long before = changes.position();
        watch();
        assertThat(noneAfter(before, "shop")).isFalse();
        assertThat(noneAfter(changes.position(), "shop")).isTrue();
    }

    @Test
    void changes_in_namespaces_without_a_binding_are_forgotten() {
        watch();
        long before = changes.position();
        changes.changed("shop", "7");
        changes.changed("office", "8");
        changes.keepOnly(Set.of("shop"));
        assertThat(noneAfter(before, "shop")).isFalse();
        assertThat(noneAfter(before, "office")).isTrue();
    }

    private void watch() {
        changes.begin("1");
        changes.trustUntil(END);
    }

    private boolean noneAfter(long position, String namespace) {
        return changes.noneAfter(position, namespace, NOW);
    }
}
