package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");

    private final TestClock clock = new TestClock(START);
    private final PodChanges changes = new PodChanges();
    private final TestInventory inventory = new TestInventory();
    private final Leadership leadership = new Leadership();
    private final List<String> from = new ArrayList<>();
    private final List<Event> next = new ArrayList<>();
    private final AWSRoleBinding binding = new AWSRoleBinding();
    private Runnable end = () -> {};
    private boolean isComplete = true;
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
        assertThat(changes.noneSince("shop", START, clock.instant())).isFalse();
    }

    @Test
    void the_watch_begins_with_the_present_version_and_goes_on_from_the_last_event() throws InterruptedException {
        next.add(new Event("MODIFIED", "office", "101"));
        next.add(new Event("BOOKMARK", "", "105"));
        watch.watch();
        next.clear();
        watch.watch();
        assertThat(from).containsExactly("100", "105");
        assertThat(lists).isEqualTo(1);
        assertThat(changes.noneSince("shop", START, clock.instant())).isTrue();
        assertThat(changes.noneSince("office", START, clock.instant())).isFalse();
    }

    @Test
    void an_expired_version_begins_a_new_watch() throws InterruptedException {
        next.add(new Event("ERROR", "", ""));
        watch.watch();
        assertThat(changes.noneSince("shop", START, clock.instant())).isFalse();

        next.clear();
        Instant before = clock.instant();
        watch.watch();
        assertThat(from).containsExactly("100", "100");
        assertThat(changes.noneSince("shop", before, clock.instant())).isTrue();
        assertThat(changes.noneSince("shop", START, clock.instant())).isFalse();
    }

    @Test
    void a_failure_ends_all_knowledge() throws InterruptedException {
        watch.watch();
        end = () -> {
            throw new IllegalStateException("connection reset");
        };
        assertThatThrownBy(watch::watch).hasMessage("connection reset");
        assertThat(changes.version()).isEmpty();
    }

    @Test
    void a_silent_connection_is_not_trusted_for_longer_than_a_request() {
        Instant begin = clock.instant();
        end = () -> {
            assertThat(changes.noneSince("shop", begin, clock.instant())).isTrue();
            clock.pass(Duration.ofSeconds(25));
            assertThat(changes.noneSince("shop", begin, clock.instant())).isFalse();
            throw new IllegalStateException("no end");
        };
        assertThatThrownBy(watch::watch).hasMessage("no end");
    }

    @Test
    void the_watch_rests_for_some_minutes_where_pods_change_too_often() throws InterruptedException {
        isComplete = false;
        watch.watch();
        assertThat(changes.version()).isEmpty();

        clock.pass(PodChangeWatch.REST.minusNanos(1));
        watch.watch();
        assertThat(from).hasSize(1);

        clock.pass(Duration.ofNanos(1));
        watch.watch();
        assertThat(from).hasSize(2);
    }
}
