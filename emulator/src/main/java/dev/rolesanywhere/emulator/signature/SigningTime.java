package dev.rolesanywhere.emulator.signature;

import dev.rolesanywhere.emulator.protocol.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The time a request was signed at, from {@code X-Amz-Date}, against the service's clock. */
public final class SigningTime {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private SigningTime() {}

    /**
     * AWS's message about a wrong time of the request; empty if the time is acceptable.
     *
     * @param window how much the clocks may differ, in either direction
     */
    public static Optional<String> problem(Request request, Authorization authorization, Instant now, Duration window) {
        String date = request.header("x-amz-date").orElse("");
        Instant signed;
        try {
            signed = LocalDateTime.parse(date, FORMAT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return Optional.of("Date must be in ISO-8601 'basic format'. Got '" + date + "'.");
        }
        if (!date.startsWith(authorization.scope().date())) {
            return Optional.of(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                            + authorization.scope().date() + "' != '" + date.substring(0, 8) + "'.");
        }
        String minutes = window.toMinutes() + " min.)";
        if (signed.isBefore(now.minus(window))) {
            return Optional.of("Signature expired: " + date + " is now earlier than " + basic(now.minus(window)) + " ("
                    + basic(now) + " - " + minutes);
        }
        if (signed.isAfter(now.plus(window))) {
            return Optional.of("Signature not yet current: " + date + " is still later than " + basic(now.plus(window))
                    + " (" + basic(now) + " + " + minutes);
        }
        return Optional.empty();
    }

    private static String basic(Instant instant) {
        return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
    }
}
