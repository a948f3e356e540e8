package dev.rolesanywhere.operator.authority;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cluster in which nothing tells of a CA may make its first one, although {@code spec.registrations} names a trust anchor in AWS.
 * The permission ends by itself, so that a cluster that is rebuilt from the same manifests a year later is asked again.
 */
sealed interface FirstAuthority {
    Duration LONGEST = Duration.ofDays(31);
    Duration SUGGESTED = Duration.ofDays(8);

    /** Somebody said so beforehand. */
    record Permitted() implements FirstAuthority {}

    /**
     * @param why for people; empty where nobody asked
     * @param until what to write
     */
    record NotPermitted(String why, Instant until) implements FirstAuthority {}

    /** @param written the annotation */
    static FirstAuthority permitted(@Nullable String written, Instant now) {
        // The same for a day, so that a message with it is not a new one at each look.
        Instant suggested = now.plus(SUGGESTED).truncatedTo(ChronoUnit.DAYS);
        if (written == null) {
            return new NotPermitted("", suggested);
        }
        try {
            Instant until = OffsetDateTime.parse(written.strip()).toInstant();
            if (!until.isAfter(now)) {
                return new NotPermitted(" The permission of that annotation ended at %s.".formatted(until), suggested);
            }
            return until.isAfter(now.plus(LONGEST))
                    ? new NotPermitted(" That annotation names a time more than 31 days ahead.", suggested)
                    : new Permitted();
        } catch (DateTimeException e) {
            return new NotPermitted(" The value of that annotation is not a time.", suggested);
        }
    }
}
