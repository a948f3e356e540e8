package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.leadership.Leadership;
import dev.rolesanywhere.operator.workload.PodEventParser.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server's events are played. */
class PodChangeWatchTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:00:00Z"));
    private final PodChanges changes = new PodChanges();
    private final TestInventory inventory = new TestInventory();
    private final Leadership leadership = new Leadership();
    private final List<String> from = new ArrayList<>();
    private final List<Event> next = new ArrayList<>();
    private final AWSRoleBinding binding = new AWSRoleBinding();
    private Runnable end = () -> {};
    private boolean isComplete = true;
    private boolean isTrustedAtTheEnd = true;
    private int lists;

    private final PodChangeWatch watch = new PodChangeWatch(
            new PodEvents() {
                @Override
                public String version() {
                    lists++;
                    return "100";
                }

                @Override
                public boolean read(String version, Duration time, long most, Consumer<Event> events) {
                    from.add(version);
                    next.forEach(events);
                    clock.pass(time);
                    end.run();
                    return isComplete;
                }
            },
            changes,
            inventory,
            leadership,
            clock);

    @BeforeEach
    void set() {
        leadership.gained();
        binding.setMetadata(
                new ObjectMetaBuilder().withName("orders").withNamespace("shop").build());
        binding.setSpec(new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference("reader"),
                List.of(new Subject(null, "orders")),
                null,
                null,
                null,
                null));
        inventory.with(binding);
    }

    @Test
    void only_the_active_replica_watches() throws InterruptedException {
        leadership.lost(clock.instant());
        watch.watch();
        assertThat(from).isEmpty();
        assertThat(changes.version()).isEmpty();
    }

    @Test
    void without_a_binding_there_is_no_watch() throws InterruptedException {
        inventory.remove(binding);
        watch.watch();
        assertThat(from).isEmpty();
    }

    @Test
    void the_end_of_leadership_ends_all_knowledge() throws InterruptedException {
        watch.watch();
        leadership.lost(clock.instant());
        watch.watch();
        assertThat(changes.version()).isEmpty();
    }

    @Test
    void the_watch_begins_with_the_present_version_and_continues_from_the_last_event() throws InterruptedException {
        watch.watch();
        long before = changes.position();
        next.add(new Event("MODIFIED", "office", "101"));
        next.add(new Event("BOOKMARK", "", "105"));
        watch.watch();
        next.clear();
        watch.watch();
        assertThat(from).containsExactly("100", "100", "105");
        assertThat(lists).isEqualTo(1);
        assertThat(noneAfter(before, "shop")).isTrue();
        assertThat(noneAfter(before, "office")).isFalse();
    }

    @Test
    void an_expired_version_begins_a_new_watch() throws InterruptedException {
        watch.watch();
        long before = changes.position();
        next.add(new Event("ERROR", "", ""));
        watch.watch();
        assertThat(changes.version()).isEmpty();

        next.clear();
        watch.watch();
        assertThat(lists).isEqualTo(2);
        assertThat(noneAfter(before, "shop")).isFalse();
        assertThat(noneAfter(changes.position(), "shop")).isTrue();
    }

    @Test
    void a_new_watch_begins_after_some_hours_so_that_a_lost_change_is_found() throws InterruptedException {
        watch.watch();
        long before = changes.position();
        clock.pass(PodChangeWatch.LONGEST.minus(Duration.ofSeconds(31)));
        watch.watch();
        assertThat(noneAfter(before, "shop")).isTrue();

        watch.watch();
        assertThat(lists).isEqualTo(2);
        assertThat(noneAfter(before, "shop")).isFalse();
    }

    @Test
    void a_silent_connection_is_not_trusted_for_a_minute() throws InterruptedException {
        end = () -> {
            assertThat(noneAfter(changes.position(), "shop")).isTrue();
            clock.pass(Duration.ofSeconds(25));
            isTrustedAtTheEnd = noneAfter(changes.position(), "shop");
        };
        watch.watch();
        assertThat(isTrustedAtTheEnd).isFalse();
    }

    @Test
    void after_a_failure_the_watch_rests_and_knows_nothing() throws InterruptedException {
        watch.watch();
        end = () -> {
            throw new IllegalStateException("connection reset");
        };
        watch.watch();
        assertThat(changes.version()).isEmpty();
        restsOnce();
    }

    @Test
    void the_watch_rests_where_pods_change_too_often() throws InterruptedException {
        watch.watch();
        isComplete = false;
        watch.watch();
        assertThat(changes.version()).isEmpty();
        restsOnce();
    }

    private void restsOnce() throws InterruptedException {
        int before = from.size();
        clock.pass(PodChangeWatch.REST.minusNanos(1));
        watch.watch();
        assertThat(from).hasSize(before);

        clock.pass(Duration.ofNanos(1));
        watch.watch();
        assertThat(from).hasSize(before + 1);
    }

    private boolean noneAfter(long position, String namespace) {
        return changes.noneAfter(position, namespace, clock.instant());
    }
}
