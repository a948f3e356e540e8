package dev.rolesanywhere.pki.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/** Validity of a certificate (RFC 5280, 4.1.2.5): both ends included, whole seconds. */
public record Validity(Instant notBefore, Instant notAfter) {

    /** How far each {@code notBefore} is set back, for machines whose clock is behind. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException(
                    "a validity whose notAfter is " + notAfter + ", before its notBefore " + notBefore);
        }
    }

    /** From now, set back by the clock skew, for {@code lifetime} from now. */
    public static Validity starting(Instant now, Duration lifetime) {
        return new Validity(now.minus(CLOCK_SKEW), now.plus(lifetime));
    }

    public static Validity of(X509Certificate certificate) {
        return new Validity(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /**
     * The time in which all of these certificates are valid.
     *
     * @throws IllegalArgumentException if there is no such time, or no certificate
     */
    public static Validity ofAll(Collection<X509Certificate> certificates) {
        return certificates.stream()
                .map(Validity::of)
                .reduce(Validity::within)
                .orElseThrow(() -> new IllegalArgumentException("no certificate"));
    }

    /** This validity limited to the given one. */
    public Validity within(Validity limit) {
        return new Validity(
                notBefore.isBefore(limit.notBefore) ? limit.notBefore : notBefore,
                notAfter.isAfter(limit.notAfter) ? limit.notAfter : notAfter);
    }

    public boolean contains(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    /** Whether two thirds of the lifetime are over; then the certificate must be replaced. */
    public boolean renewalDue(Instant now) {
        return !now.isBefore(renewAt());
    }

    /** When two thirds of the lifetime are over. */
    public Instant renewAt() {
        return notBefore.plus(
                Duration.between(notBefore, notAfter).multipliedBy(2).dividedBy(3));
    }
}
