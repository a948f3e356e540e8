package dev.rolesanywhere.webhook.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FairShareTest {
    private final FairShare share = new FairShare(100);

    @Test
    void one_holder_gets_half() {
        assertThat(share.take("a", 50)).isTrue();
        assertThat(share.take("a", 1)).isFalse();
    }

    @Test
    void the_next_holder_gets_half_of_the_rest() {
        share.take("a", 50);
        assertThat(share.take("b", 26)).isFalse();
        assertThat(share.take("b", 25)).isTrue();
        assertThat(share.take("c", 12)).isTrue();
    }

    @Test
    void a_returned_place_can_be_taken_again() {
        share.take("a", 50);
        share.giveBack("a", 50);
        assertThat(share.taken()).isZero();
        assertThat(share.take("b", 50)).isTrue();
    }

    @Test
    void an_amount_that_no_number_holds_is_refused() {
        share.take("a", 50);
        assertThat(share.take("a", Long.MAX_VALUE)).isFalse();
        assertThat(share.take("b", Long.MAX_VALUE)).isFalse();
        assertThat(share.taken()).isEqualTo(50);
    }

    @Test
    void only_the_holder_returns_a_slot() {
        assertThatThrownBy(() -> share.giveBack("a", 1)).isInstanceOf(IllegalStateException.class);
    }
}
