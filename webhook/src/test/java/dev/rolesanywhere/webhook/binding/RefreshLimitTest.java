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
        assertThat(reviews(2)).containsExactly(Read.BESIDE, Read.NONE);
    }

    @Test
    void two_pods_a_second_both_wait_for_their_reads() {
        for (int second = 0; second < 9; second++) {
            assertThat(reviews(2)).containsOnly(Read.BEFORE_ANSWER);
            now = now.plusSeconds(1);
        }
    }

    @Test
    void in_a_flow_of_pods_a_review_waits_for_one_of_the_ten_reads_per_second() {
        var unused = reviews(20);
        Map<Read, Integer> reads = new EnumMap<>(Read.class);
        for (int tick = 0; tick < 200; tick++) {
            now = now.plusMillis(5);
            reads.merge(limit.next("shop", true), 1, Integer::sum);
        }

        assertThat(reads).isEqualTo(Map.of(Read.BEFORE_ANSWER, 1, Read.BESIDE, 9, Read.NONE, 190));
    }

    @Test
    void after_an_answer_that_differs_from_the_cache_reviews_wait_until_an_answer_is_the_same() {
        var unused = reviews(10);
        limit.saw("shop", false);
        assertThat(reviews(2)).containsExactly(Read.BEFORE_ANSWER, Read.NONE);

        limit.saw("shop", true);
        now = now.plusMillis(100);
        assertThat(reviews(1)).containsExactly(Read.BESIDE);
    }

    @Test
    void namespaces_do_not_wait_for_each_other() {
        var unused = reviews(11);

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
    }

    @Test
    void all_known_namespaces_together_have_a_limit_per_second() {
        assertThat(reads(1_000, number -> limit.next("team-" + number, true))).hasSize(100);
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
