package dev.rolesanywhere.pki.serving;

import static dev.rolesanywhere.pki.TestCertificate.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServingRotationTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Two thirds of 365 days and the five minutes that notBefore is set back. */
    private static final Duration RENEWAL = Duration.ofDays(244);

    private static final Duration DAY = Duration.ofDays(1);

    private final TestClock clock = new TestClock(NOW);
    private final ServingRotation rotation = new ServingRotation(clock, RANDOM);
    private final ServingAuthorities first = rotation.start();

    @Test
    void a_new_authority_is_unchanged() {
        clock.pass(Duration.ofDays(243));

        assertThat(rotation.advance(first)).isSameAs(first);
    }

    @Test
    void after_two_thirds_of_its_life_the_next_is_in_the_bundle_and_does_not_sign() {
        ServingAuthorities two = withNext();

        assertThat(two.bundle())
                .containsExactly(first.current().certificate(), next(two).certificate());
        assertThat(two.signing(clock.instant())).isSameAs(first.current());
        assertThat(two.bundlePem().split("-----BEGIN CERTIFICATE-----")).hasSize(3);
    }

    @Test
    void the_next_signs_after_a_day_and_not_a_second_sooner() {
        ServingAuthorities two = withNext();

        clock.pass(DAY.minusSeconds(1));
        assertThat(two.signing(clock.instant())).isSameAs(first.current());
        clock.pass(Duration.ofSeconds(1));
        assertThat(two.signing(clock.instant())).isSameAs(two.next());
        assertThat(rotation.advance(two)).isSameAs(two);
    }

    @Test
    void the_old_one_is_dropped_a_day_after_the_next_began_to_sign() {
        ServingAuthorities two = withNext();

        clock.pass(DAY.multipliedBy(2));
        ServingAuthorities after = rotation.advance(two);

        assertThat(after.current()).isSameAs(two.next());
        assertThat(after.next()).isNull();
    }

    @Test
    void through_three_years_every_server_certificate_is_in_the_bundle_of_a_day_ago() {
        ServingAuthorities state = first;
        List<X509Certificate> yesterday = state.bundle();
        List<X509Certificate> signers = new ArrayList<>();
        for (int day = 0; day < 3 * 365; day++) {
            clock.pass(DAY);
            state = rotation.advance(state);
            X509Certificate signer = state.signing(clock.instant()).certificate();
            assertThat(yesterday).contains(signer);
            assertThat(signer.getNotAfter()).isAfter(clock.instant());
            yesterday = state.bundle();
            if (!signers.contains(signer)) {
                signers.add(signer);
            }
        }
        assertThat(signers).hasSizeBetween(4, 5);
    }

    @Test
    void after_the_expiration_of_the_authority_a_new_one_is_created() {
        clock.pass(Duration.ofDays(366));

        ServingAuthorities renewed = rotation.advance(first);

        assertThat(renewed.bundle())
                .doesNotContain(first.current().certificate())
                .hasSize(1);
    }

    @Test
    void after_the_expiration_during_a_rotation_the_next_authority_is_used() {
        ServingAuthorities two = withNext();
        clock.pass(Duration.ofDays(130));

        assertThat(two.signing(clock.instant())).isSameAs(two.next());
        assertThat(rotation.advance(two).current()).isSameAs(two.next());
    }

    @Test
    void after_the_expiration_of_both_authorities_a_new_one_is_created() {
        ServingAuthorities two = withNext();
        clock.pass(Duration.ofDays(400));

        assertThat(rotation.advance(two).bundle()).hasSize(1).doesNotContainAnyElementsOf(two.bundle());
    }

    @Test
    void authorities_have_different_subjects() {
        ServingAuthorities two = withNext();

        assertThat(two.current().certificate().getSubjectX500Principal())
                .isNotEqualTo(next(two).certificate().getSubjectX500Principal());
    }

    @Test
    void stored_authorities_are_read_back() {
        ServingAuthorities two = withNext();
        Map<String, String> stored = ServingSecret.encode(two);

        assertThat(stored).containsOnlyKeys("ca.crt", "ca.key", "next.crt", "next.key");
        assertThat(ServingSecret.encode(first)).containsOnlyKeys("ca.crt", "ca.key");
        assertThat(ServingSecret.decode(bytes(stored), RANDOM))
                .hasValueSatisfying(back -> assertThat(back.bundle()).isEqualTo(two.bundle()));
    }

    @Test
    void a_secret_without_a_readable_pair_has_no_authority() {
        Map<String, byte[]> swapped = new HashMap<>(bytes(ServingSecret.encode(withNext())));
        swapped.put("ca.key", Objects.requireNonNull(swapped.get("next.key")));

        assertThat(ServingSecret.decode(Map.of(), RANDOM)).isEmpty();
        assertThat(ServingSecret.decode(Map.of("ca.crt", new byte[3], "ca.key", new byte[3]), RANDOM))
                .isEmpty();
        assertThat(ServingSecret.decode(swapped, RANDOM)).isEmpty();
    }

    @Test
    void an_unreadable_next_authority_counts_as_missing() {
        Map<String, byte[]> broken = new HashMap<>(bytes(ServingSecret.encode(withNext())));
        broken.put("next.crt", "-----BEGIN CERTIFICATE-----\n!".getBytes(StandardCharsets.UTF_8));

        assertThat(ServingSecret.decode(broken, RANDOM))
                .hasValueSatisfying(back -> assertThat(back.next()).isNull());
    }

    @Test
    void no_text_shows_a_key() {
        assertThat(withNext().toString())
                .matches("ServingAuthorities\\[current=ServingAuthority\\[CN=[^]]*],"
                        + " next=ServingAuthority\\[CN=[^]]*]]");
    }

    private ServingAuthorities withNext() {
        clock.set(NOW.plus(RENEWAL));
        return rotation.advance(first);
    }

    private static ServingAuthority next(ServingAuthorities authorities) {
        return Objects.requireNonNull(authorities.next());
    }

    private static Map<String, byte[]> bytes(Map<String, String> texts) {
        return texts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .getBytes(StandardCharsets.UTF_8)));
    }
}
