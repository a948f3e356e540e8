package dev.rolesanywhere.webhook.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.webhook.binding.RefreshLimit.Read;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefreshLimitTest {
    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final RefreshLimit limit = new RefreshLimit(() -> now);

    @Test
    void ten_reviews_at_once_wait_for_their_reads() {
        assertThat(reviews(10)).containsOnly(Read.BEFORE_ANSWER);
        assertThat(reviews(2)).containsOnly(Read.NONE);
    }

    @Test
    void up_to_ten_pods_a_second_each_review_waits_for_its_read() {
        for (int pod = 0; pod < 1_000; pod++) {
            assertThat(reviews(1)).containsExactly(Read.BEFORE_ANSWER);
            now = now.plusMillis(100);
        }
    }

    @Test
    void in_a_flow_of_pods_ten_reads_a_second_run_beside_the_reviews() {
        flow();
        Map<Read, Integer> reads = new EnumMap<>(Read.class);
        for (int tick = 0; tick < 200; tick++) {
            now = now.plusMillis(5);
            reads.merge(limit.next("shop", true), 1, Integer::sum);
        }

        assertThat(reads).isEqualTo(Map.of(Read.BESIDE, 10, Read.NONE, 190));
    }

    @Test
    void a_second_after_the_flow_each_review_waits_again() {
        flow();
        now = now.plusMillis(999);
        assertThat(reviews(1)).containsExactly(Read.BESIDE);
        now = now.plusMillis(1);
        assertThat(reviews(1)).containsExactly(Read.BEFORE_ANSWER);
    }

    @Test
    void in_a_flow_reviews_wait_while_the_cache_is_behind() {
        flow();
        limit.saw("shop", false);
        flow();
        now = now.plusMillis(100);
        assertThat(reviews(1)).containsExactly(Read.BEFORE_ANSWER);

        limit.saw("shop", true);
        now = now.plusMillis(100);
        assertThat(reviews(1)).containsExactly(Read.BESIDE);
    }

    @Test
    void a_bounded_number_of_flows_is_remembered() {
        for (int namespace = 0; namespace < RefreshLimit.NAMESPACES + 1; namespace++) {
            for (int pod = 0; pod < 11; pod++) {
                limit.next("team-" + namespace, true);
            }
        }

        assertThat(limit.flows()).isEqualTo(RefreshLimit.NAMESPACES);
    }

    @Test
    void namespaces_do_not_wait_for_each_other() {
        flow();

        assertThat(limit.next("bank", true)).isEqualTo(Read.BEFORE_ANSWER);
    }

    @Test
    void invented_namespaces_use_up_their_own_limit_only() {
        assertThat(reads(10_000, number -> limit.next("invented-" + number, false)))
                .hasSize(20);
        assertThat(limit.next("shop", true)).isEqualTo(Read.BEFORE_ANSWER);
    }

    @Test
    void no_read_runs_beside_the_reviews_of_an_unknown_namespace() {
        assertThat(reads(100, number -> limit.next("invented", false)))
                .isEqualTo(Collections.nCopies(10, Read.BEFORE_ANSWER));
        now = now.plusMillis(100);
        assertThat(limit.next("invented", false)).isEqualTo(Read.BEFORE_ANSWER);
    }

    @Test
    void all_known_namespaces_together_have_a_limit_per_second() {
        assertThat(reads(1_000, number -> limit.next("team-" + number, true))).hasSize(100);
    }

    /** Uses up the limit of the namespace. */
    private void flow() {
        var unused = reviews(11);
    }

    private List<Read> reviews(int count) {
        return Stream.generate(() -> limit.next("shop", true)).limit(count).toList();
    }

    private static List<Read> reads(int reviews, Function<Integer, Read> next) {
        return IntStream.range(0, reviews)
                .boxed()
                .map(next)
                .filter(read -> read != Read.NONE)
                .collect(Collectors.toList());
    }
}
