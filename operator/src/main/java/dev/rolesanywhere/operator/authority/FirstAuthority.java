package dev.rolesanywhere.operator.authority;

import dev.rolesanywhere.crds.contract.Annotations;
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

    /** Somebody said so beforehand. */
    record Permitted() implements FirstAuthority {}

    /** @param why for people, with what to write; empty where nobody asked */
    record NotPermitted(String why) implements FirstAuthority {}

    /** @param written the annotation */
    static FirstAuthority permitted(@Nullable String written, Instant now) {
        if (written == null) {
            return new NotPermitted("");
        }
        try {
            Instant until = OffsetDateTime.parse(written.strip()).toInstant();
            if (!until.isAfter(now)) {
                return new NotPermitted(" The permission of annotation %s ended at %s; write a later time."
                        .formatted(Annotations.GENERATE_UNTIL, until));
            }
            return until.isAfter(now.plus(LONGEST))
                    ? new NotPermitted(" Annotation %s names a time more than 31 days ahead; write an earlier one."
                            .formatted(Annotations.GENERATE_UNTIL))
                    : new Permitted();
        } catch (DateTimeException e) {
            return new NotPermitted(
                    " The value of annotation %s is not a time; write one at most 31 days ahead, such as \"%s\"."
                            .formatted(
                                    Annotations.GENERATE_UNTIL,
                                    now.plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.HOURS)));
        }
    }
}
