package dev.rolesanywhere.pki.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The API server's rules for the leaf of a PodCertificateRequest; an IT has them checked by an API server. */
class PodCertificateTermsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Validity LONG = new Validity(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(100)));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void a_leaf_starts_less_than_five_minutes_ago_and_has_the_trust_anchors_duration() {
        assertThat(choose(DAY, LONG, Duration.ofHours(3)))
                .contains(new Validity(NOW.minusSeconds(120), NOW.plus(Duration.ofHours(3))));
    }

    @Test
    void a_leaf_lives_no_longer_than_the_requests_limit() {
        assertThat(choose(HOUR, LONG, Duration.ofHours(3)).map(PodCertificateTermsTest::life))
                .contains(HOUR);
    }

    @Test
    void a_leaf_lives_at_least_an_hour_for_every_trust_anchor() {
        assertThat(choose(DAY, LONG, Duration.ofMinutes(15)).map(PodCertificateTermsTest::life))
                .contains(HOUR);
    }

    @Test
    void a_leaf_ends_with_its_authority_and_none_is_issued_if_that_is_too_early() {
        Duration rest = Duration.ofMinutes(58);
        assertThat(choose(DAY, until(rest), DAY)).map(Validity::notAfter).contains(NOW.plus(rest));
        assertThat(choose(DAY, until(rest.minusSeconds(1)), DAY)).isEmpty();
    }

    @Test
    void a_young_authority_signs_from_its_own_beginning_on() {
        Validity young = new Validity(NOW.minusSeconds(10), NOW.plus(DAY));
        assertThat(choose(HOUR, young, HOUR)).contains(new Validity(NOW.minusSeconds(10), NOW.plusSeconds(3590)));
    }

    @Test
    void an_invalid_authority_and_a_request_below_an_hour_get_no_leaf() {
        assertThat(choose(DAY, new Validity(NOW.plusSeconds(1), NOW.plus(DAY)), HOUR))
                .isEmpty();
        assertThat(choose(DAY, new Validity(NOW.minus(DAY), NOW.minusSeconds(1)), HOUR))
                .isEmpty();
        assertThat(choose(Duration.ofSeconds(3599), LONG, HOUR)).isEmpty();
    }

    private static Optional<Validity> choose(Duration longest, Validity authority, Duration lifetime) {
        return new PodCertificateTerms(longest).choose(authority, lifetime, NOW);
    }

    private static Validity until(Duration fromNow) {
        return new Validity(NOW.minus(DAY), NOW.plus(fromNow));
    }

    private static Duration life(Validity validity) {
        return Duration.between(validity.notBefore(), validity.notAfter());
    }
}
