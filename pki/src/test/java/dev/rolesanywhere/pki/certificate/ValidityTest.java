package dev.rolesanywhere.pki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void both_ends_are_included() {
        Validity validity = new Validity(T, T.plusSeconds(10));

        assertThat(validity.contains(T)).isTrue();
        assertThat(validity.contains(T.plusSeconds(10))).isTrue();
        assertThat(validity.contains(T.minusSeconds(1))).isFalse();
        assertThat(validity.contains(T.plusSeconds(11))).isFalse();
    }

    @Test
    void a_validity_is_limited_to_another_at_both_ends() {
        Validity wide = new Validity(T, T.plusSeconds(100));
        Validity narrow = new Validity(T.plusSeconds(10), T.plusSeconds(20));

        assertThat(wide.within(narrow)).isEqualTo(narrow);
        assertThat(narrow.within(wide)).isEqualTo(narrow);
    }

    @Test
    void validities_that_do_not_meet_have_nothing_in_common() {
        Validity early = new Validity(T, T.plusSeconds(10));
        Validity late = new Validity(T.plusSeconds(20), T.plusSeconds(30));

        assertThatIllegalArgumentException().isThrownBy(() -> early.within(late));
        assertThatIllegalArgumentException().isThrownBy(() -> Validity.ofAll(List.of()));
    }

    @Test
    void renewal_is_due_after_two_thirds() {
        Validity validity = new Validity(T, T.plus(Duration.ofHours(3)));

        assertThat(validity.renewAt()).isEqualTo(T.plus(Duration.ofHours(2)));
        assertThat(validity.renewalDue(T.plus(Duration.ofHours(2)).minusSeconds(1)))
                .isFalse();
        assertThat(validity.renewalDue(T.plus(Duration.ofHours(2)))).isTrue();
    }
}
