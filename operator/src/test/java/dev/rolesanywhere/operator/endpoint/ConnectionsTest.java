package dev.rolesanywhere.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.architecture.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final Connections<String> connections =
            new Connections<>(new EndpointLimits(6, 4, 60, 2, 1, SECOND, SECOND, SECOND), clock);

    @Test
    void an_address_with_its_share_loses_its_oldest_connection_for_a_new_one() {
        List.of("a1", "a2", "a3", "a4").forEach(connection -> connections.accept("a", connection));
        assertThat(connections.accept("a", "a5").orElseThrow()).containsExactly("a1");
        assertThat(connections.accept("b", "b1").orElseThrow()).isEmpty();
    }

    @Test
    void if_all_places_are_used_the_address_with_the_most_connections_loses_one() {
        List.of("a1", "a2", "a3", "a4").forEach(connection -> connections.accept("a", connection));
        connections.accept("b", "b1");
        connections.accept("c", "c1");
        assertThat(connections.accept("d", "d1").orElseThrow()).containsExactly("a1");
        assertThat(connections.size()).isEqualTo(6);
    }

    @Test
    void a_connection_with_a_request_in_progress_is_never_closed() {
        connections.accept("a", "a1");
        connections.release("a1");
        IntStream.range(2, 6).forEach(i -> connections.accept("a", "a" + i));
        assertThat(connections.accept("a", "a6").orElseThrow()).containsExactly("a2");
    }

    @Test
    void an_address_with_too_many_connections_per_minute_is_rejected() {
        long accepted = IntStream.range(0, 50)
                .filter(i -> connections.accept("a", "a" + i).isPresent())
                .count();
        assertThat(accepted).isEqualTo(8);
        clock.pass(SECOND);
        assertThat(connections.accept("a", "later")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 513})
    void an_invalid_share_is_rejected_with_the_correction(int share) {
        assertThatThrownBy(() -> EndpointLimits.with(share)).hasMessageContaining("write a number from 1 to 512");
    }

    @Test
    void requests_of_one_address_use_only_their_share_of_the_places() {
        Places places = new Places(3, 2);
        assertThat(places.take("a")).isTrue();
        assertThat(places.take("a")).isTrue();
        assertThat(places.take("a")).isFalse();
        assertThat(places.take("b")).isTrue();
        assertThat(places.take("c")).isFalse();
        places.leave("a");
        assertThat(places.take("c")).isTrue();
    }
}
