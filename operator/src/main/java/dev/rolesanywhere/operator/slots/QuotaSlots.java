package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.operator.issuance.Slot;
import dev.rolesanywhere.operator.issuance.SlotRequest;
import dev.rolesanywhere.operator.issuance.TimeSlots;
import dev.rolesanywhere.operator.outcome.Outcome;
import dev.rolesanywhere.operator.outcome.OutcomeListener;
import dev.rolesanywhere.operator.role.ArnPlace;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A schedule for each account and region, in this process's memory. A new leader's begins with the first pod that asks it, and spends half
 * until nobody can hold a slot of the leader before.
 */
@Singleton
public class QuotaSlots implements TimeSlots, OutcomeListener {
    private static final int LEAST = 1;
    private static final int MOST = 1000;

    private final int rate;
    private final SecureRandom random;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Map<ArnPlace, PlaceSchedule> places = new HashMap<>();

    /** @throws IllegalArgumentException for a rate that cannot be meant */
    public QuotaSlots(OperatorSettings settings, SecureRandom random, Clock clock, MeterRegistry metrics) {
        this.rate = checked(settings.aws().createSessionRate());
        this.random = random;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public synchronized Slot next(SlotRequest request) {
        Slot slot = places.computeIfAbsent(request.place(), this::schedule).next(request, clock.instant());
        if (slot instanceof Slot.Later) {
            metrics.counter("slots.deferred", tags(request.place())).increment();
        }
        return slot;
    }

    @Override
    public synchronized void heard(Outcome outcome) {
        Answered answered = Answered.of(outcome.reason());
        places.forEach((place, schedule) -> {
            boolean counts = schedule.heard(outcome.pod().uid(), outcome.role(), answered, clock.instant());
            if (counts && answered == Answered.THROTTLED) {
                metrics.counter("slots.throttled", tags(place)).increment();
            }
        });
    }

    private PlaceSchedule schedule(ArnPlace place) {
        PlaceSchedule schedule = new PlaceSchedule(rate, random, clock.instant());
        metrics.counter("slots.deferred", tags(place));
        metrics.counter("slots.throttled", tags(place));
        gauge("slots.rate", "calls a second that are handed out", place, () -> schedule.rate(clock.instant()));
        gauge("slots.ahead", "slots that are handed out and not due yet", place, () -> schedule.ahead(clock.instant()));
        gauge("slots.wait.seconds", "how long a pod that starts now waits", place, () -> schedule.queue(clock.instant())
                .toSeconds());
        return schedule;
    }

    private void gauge(String name, String description, ArnPlace place, DoubleSupplier value) {
        Gauge.builder(name, this, slots -> {
                    synchronized (slots) {
                        return value.getAsDouble();
                    }
                })
                .description(description)
                .tags(tags(place))
                .register(metrics);
    }

    private static Tags tags(ArnPlace place) {
        return Tags.of("account", place.account(), "region", place.region());
    }

    private static int checked(int rate) {
        if (rate < LEAST || rate > MOST) {
            throw new IllegalArgumentException(
                    "aws.createSessionRate (ROLESANYWHERE_AWS_CREATE_SESSION_RATE) is %d. Set the calls a second that this cluster may make, %d to %d: the quota of CreateSession in your account and region, less what other clusters are to have."
                            .formatted(rate, LEAST, MOST));
        }
        return rate;
    }
}
