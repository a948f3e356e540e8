package dev.rolesanywhere.pki.certificate;

import java.time.Duration;
import java.time.Instant;

/** How soon a certificate expires; names are reasons of conditions and Events. */
public enum ExpirationWindow {
    NotExpiringSoon,
    ExpiresWithin90Days,
    ExpiresWithin30Days,
    ExpiresWithin7Days,
    Expired;

    /** @param end the last moment of validity */
    public static ExpirationWindow of(Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        if (left.isNegative()) {
            return Expired;
        }
        if (left.compareTo(Duration.ofDays(7)) <= 0) {
            return ExpiresWithin7Days;
        }
        if (left.compareTo(Duration.ofDays(30)) <= 0) {
            return ExpiresWithin30Days;
        }
        return left.compareTo(Duration.ofDays(90)) <= 0 ? ExpiresWithin90Days : NotExpiringSoon;
    }
}
