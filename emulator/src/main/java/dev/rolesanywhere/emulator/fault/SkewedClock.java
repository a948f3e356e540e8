package dev.rolesanywhere.emulator.fault;

import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Route;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The emulator's clock, which can be set wrong; a client cannot distinguish this from its own wrong clock. */
public final class SkewedClock extends Clock {
    private final Clock truth;
    private volatile Duration offset = Duration.ZERO;

    public SkewedClock(Clock truth) {
        this.truth = truth;
    }

    public List<Route> routes() {
        return List.of(Route.admin("PutClock", "PUT", "/_emulator/clock", (request, none) -> {
            offset = Duration.ofSeconds(Json.integer(Json.read(request.body()), "offsetSeconds")
                    .orElseThrow(() -> Json.missing("offsetSeconds")));
            return Answer.json(
                    200,
                    Json.object()
                            .put("offsetSeconds", offset.toSeconds())
                            .put("now", instant().toString()));
        }));
    }

    @Override
    public Instant instant() {
        return truth.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return truth.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        SkewedClock other = new SkewedClock(truth.withZone(zone));
        other.offset = offset;
        return other;
    }
}
