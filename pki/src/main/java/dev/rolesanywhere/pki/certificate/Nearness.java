package dev.rolesanywhere.pki.certificate;

import java.time.Duration;
import java.time.Instant;

/** How near the end of a certificate is; names are reasons of conditions and Events. */
public enum Nearness {
    NotEndingSoon,
    EndsWithin90Days,
    EndsWithin30Days,
    EndsWithin7Days,
    Ended;

    /** @param end the last moment of validity */
    public static Nearness of(Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        if (left.isNegative()) {
            return Ended;
        }
        if (left.compareTo(Duration.ofDays(7)) <= 0) {
            return EndsWithin7Days;
        }
        if (left.compareTo(Duration.ofDays(30)) <= 0) {
            return EndsWithin30Days;
        }
        return left.compareTo(Duration.ofDays(90)) <= 0 ? EndsWithin90Days : NotEndingSoon;
    }
}
