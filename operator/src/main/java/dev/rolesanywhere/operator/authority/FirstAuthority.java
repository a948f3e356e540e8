package dev.rolesanywhere.operator.authority;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cluster without any trace of a CA may create its first one, although {@code spec.registrations} names a trust anchor in
 * AWS. The permission expires, so that a cluster rebuilt from the same manifests a year later needs a new permission.
 */
sealed interface FirstAuthority {
    Duration LONGEST = Duration.ofDays(31);
    Duration SUGGESTED = Duration.ofDays(8);

    /** The annotation permits it. */
    record Permitted() implements FirstAuthority {}

    /**
     * @param why explanation; empty without the annotation
     * @param until the value to write
     */
    record NotPermitted(String why, Instant until) implements FirstAuthority {}

    /** @param written the annotation */
    static FirstAuthority permitted(@Nullable String written, Instant now) {
        // Constant for a day, so that the message does not change at each reconcile.
        Instant suggested = now.plus(SUGGESTED).truncatedTo(ChronoUnit.DAYS);
        if (written == null) {
            return new NotPermitted("", suggested);
        }
        try {
            Instant until = OffsetDateTime.parse(written.strip()).toInstant();
            if (!until.isAfter(now)) {
                return new NotPermitted(
                        " The permission in that annotation expired at %s.".formatted(until), suggested);
            }
            return until.isAfter(now.plus(LONGEST))
                    ? new NotPermitted(" That annotation names a time more than 31 days ahead.", suggested)
                    : new Permitted();
        } catch (DateTimeException e) {
            return new NotPermitted(" The value of that annotation is not a time.", suggested);
        }
    }
}
