package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares two clocks. Nodes sign with their own clocks; AWS refuses requests if the clock is off by five minutes. */
final class Skew {
    private static final String NAME = "clocks of this machine and the API server";
    private static final Duration MOST = Duration.ofMinutes(1);

    private Skew() {}

    /** The header Date of an answer. */
    static Optional<Instant> date(@Nullable String header) {
        try {
            return header == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Fact of(Optional<Instant> server, Instant here) {
        if (server.isEmpty()) {
            return Fact.unknown(NAME, "the API server's answer has no date", "Compare the clocks manually.");
        }
        Duration difference = Duration.between(here, server.get());
        return difference.abs().compareTo(MOST) <= 0
                ? Fact.good(NAME, "differ by less than a minute")
                : Fact.bad(
                        NAME,
                        "differ by %d s".formatted(difference.toSeconds()),
                        "Correct the wrong clock with NTP, and check the nodes: AWS refuses requests if the node's clock is off by five minutes.",
                        Pages.reason("ClockSkew"));
    }
}
