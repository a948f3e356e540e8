package dev.rolesanywhere.pki.leaf;

import dev.rolesanywhere.pki.certificate.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The API server's rules for a leaf in the status of a PodCertificateRequest: at least an hour, at most the request's
 * limit, and a start within five minutes of the API server's clock.
 *
 * @param longest {@code spec.maxExpirationSeconds} of the request
 */
public record PodCertificateTerms(Duration longest) implements LeafTerms {
    public static final Duration SHORTEST = Duration.ofHours(1);

    /** Less than {@link Validity#CLOCK_SKEW}: both clocks may then differ by three minutes. */
    private static final Duration SET_BACK = Duration.ofMinutes(2);

    @Override
    public Optional<Validity> choose(Validity authority, Duration lifetime, Instant now) {
        if (longest.compareTo(SHORTEST) < 0 || !authority.contains(now)) {
            return Optional.empty();
        }
        Instant start = latest(now.minus(SET_BACK), authority.notBefore());
        Instant wanted = latest(now.plus(lifetime), start.plus(SHORTEST));
        Instant end = earliest(earliest(wanted, start.plus(longest)), authority.notAfter());
        Validity validity = new Validity(start, end);
        return Duration.between(validity.notBefore(), validity.notAfter()).compareTo(SHORTEST) < 0
                ? Optional.empty()
                : Optional.of(validity);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
