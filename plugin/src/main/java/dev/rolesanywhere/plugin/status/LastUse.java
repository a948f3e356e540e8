package dev.rolesanywhere.plugin.status;

import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.fact.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When a client last got credentials of a pod's sidecar, and when they expire, from the sidecar's metrics. */
final class LastUse {
    private static final String PREFIX = "rolesanywhere_sidecar_";
    private static final Pattern SERVED =
            Pattern.compile("^" + PREFIX + "last_served_timestamp_seconds ([0-9]{1,11})$", Pattern.MULTILINE);
    private static final Pattern EXPIRATION = Pattern.compile(
            "^" + PREFIX
                    + "credentials_expiration_timestamp_seconds\\{profile=\"([A-Za-z0-9._-]{1,64})\"} ([0-9]{1,11})$",
            Pattern.MULTILINE);
    private static final int MOST = 10;

    private LastUse() {}

    /** @param metrics absent for a pod without a sidecar that runs */
    static List<Fact> of(Optional<Seen<String>> metrics) {
        return metrics.map(seen -> switch (seen) {
                    case Seen.Hidden<String>(String why) ->
                        List.of(Fact.unknown(
                                "last request of a client",
                                why,
                                "The sidecar's metric %slast_served_timestamp_seconds has the time."
                                        .formatted(PREFIX)));
                    case Seen.Known<String>(String text) ->
                        Stream.concat(served(text).stream(), expiration(text).stream())
                                .toList();
                })
                .orElse(List.of());
    }

    private static Optional<Fact> served(String text) {
        return SERVED.matcher(text)
                .results()
                .findFirst()
                .map(found -> time(found, 1))
                .map(at -> at.equals(Instant.EPOCH)
                        ? Fact.unknown(
                                "last request of a client",
                                "none since the sidecar started",
                                "This is normal if the application calls AWS rarely or later. Otherwise see the section NeverAsked of the troubleshooting page.")
                        : Fact.good("last request of a client", at.toString()));
    }

    private static Optional<Fact> expiration(String text) {
        String all = EXPIRATION
                .matcher(text)
                .results()
                .limit(MOST)
                .map(found -> "%s %s".formatted(found.group(1), time(found, 2)))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? Optional.empty() : Optional.of(Fact.good("credentials expire, by profile", all));
    }

    private static Instant time(MatchResult found, int group) {
        return Instant.ofEpochSecond(Long.parseLong(found.group(group)));
    }
}
