package dev.rolesanywhere.pki.leaf;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeafLifetimeTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void a_leaf_begins_five_minutes_ago_and_ends_in_an_hour() {
        Validity leaf = LeafLifetime.choose(authority(Duration.ofDays(1), Duration.ofDays(1)), HOUR, NOW);

        assertThat(leaf.notBefore()).isEqualTo(NOW.minusSeconds(300));
        assertThat(leaf.notAfter()).isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void a_leaf_has_whole_seconds() {
        Validity leaf =
                LeafLifetime.choose(authority(Duration.ofDays(1), Duration.ofDays(1)), HOUR, NOW.plusMillis(789));

        assertThat(leaf.notAfter()).isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void a_leaf_of_a_new_authority_does_not_begin_before_it() {
        Validity leaf = LeafLifetime.choose(authority(Duration.ofSeconds(20), Duration.ofDays(1)), HOUR, NOW);

        assertThat(leaf.notBefore()).isEqualTo(NOW.minusSeconds(20));
    }

    @Test
    void a_leaf_of_an_ending_authority_ends_with_it() {
        Validity leaf = LeafLifetime.choose(authority(Duration.ofDays(1), Duration.ofMinutes(11)), HOUR, NOW);

        assertThat(leaf.notAfter()).isEqualTo(NOW.plus(Duration.ofMinutes(11)));
    }

    @Test
    void ten_minutes_before_its_end_is_the_last_time_an_authority_signs() {
        assertThat(LeafLifetime.possible(authority(Duration.ofDays(1), Duration.ofMinutes(10)), NOW))
                .isTrue();
        assertThat(LeafLifetime.possible(authority(Duration.ofDays(1), Duration.ofSeconds(599)), NOW))
                .isFalse();
    }

    @Test
    void an_authority_that_is_not_valid_yet_signs_nothing() {
        assertThat(LeafLifetime.possible(new Validity(NOW.plusSeconds(1), NOW.plus(HOUR)), NOW))
                .isFalse();
    }

    @Test
    void choosing_a_validity_that_is_not_possible_is_an_error() {
        Validity ending = authority(Duration.ofDays(1), Duration.ofMinutes(9));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeafLifetime.choose(ending, HOUR, NOW))
                .withMessageContaining("a leaf needs 10 minutes");
    }

    private static Validity authority(Duration since, Duration left) {
        return new Validity(NOW.minus(since), NOW.plus(left));
    }
}
