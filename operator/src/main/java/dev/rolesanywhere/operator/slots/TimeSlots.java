package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** Assigns a time slot to each pod and role, per account and region, and adapts to AWS's answers. */
@Singleton
public class TimeSlots {
    private static final double LEAST = AdaptiveRate.FLOOR;
    private static final double MOST = 1000;

    private final Map<Place, Desk> desks = new ConcurrentHashMap<>();
    private final double configuredRate;
    private final MeterRegistry metrics;
    private final Clock clock;

    private record Desk(Quota quota, AtomicReference<Duration> lastWait, Counter throttled) {}

    /** @throws IllegalArgumentException if the configured rate is invalid, with the correction */
    public TimeSlots(OperatorSettings settings, MeterRegistry metrics, Clock clock) {
        this.configuredRate = settings.aws().createSessionRate();
        this.metrics = metrics;
        this.clock = clock;
        if (!(configuredRate >= LEAST && configuredRate <= MOST)) {
            throw new IllegalArgumentException(
                    "aws.createSessionRate is %s: write a number of calls a second from 2 to 1000, such as 10, which is what AWS allows by default"
                            .formatted(configuredRate));
        }
    }

    /**
     * When this pod may call AWS for this role. Repeated calls before the slot return the same slot.
     *
     * @param namespace of the pod
     */
    public Slot next(Place place, String namespace, String podUid, String role, Urgency urgency) {
        Desk desk = desks.computeIfAbsent(place, this::open);
        synchronized (desk.quota()) {
            Slot slot = desk.quota().next(new Quota.Key(podUid, role), namespace, urgency, clock.instant());
            desk.lastWait().set(slot.delay());
            return slot;
        }
    }

    /** AWS throttled this pod's call. */
    public void throttled(String podUid, String role) {
        heard(podUid, role, (desk, key) -> {
            if (desk.quota().throttled(key, clock.instant())) {
                desk.throttled().increment();
            }
        });
    }

    /** AWS answered this pod's call. */
    public void accepted(String podUid, String role) {
        heard(podUid, role, (desk, key) -> desk.quota().accepted(key, clock.instant()));
    }

    /** This pod's call failed for a reason unrelated to the quota. */
    public void failed(String podUid, String role) {
        heard(podUid, role, (desk, key) -> desk.quota().failed(key, clock.instant()));
    }

    /** This pod cannot use its slot. */
    public void giveBack(String podUid, String role) {
        heard(podUid, role, (desk, key) -> desk.quota().giveBack(key, clock.instant()));
    }

    private void heard(String podUid, String role, BiConsumer<Desk, Quota.Key> then) {
        Quota.Key key = new Quota.Key(podUid, role);
        for (Desk desk : desks.values()) {
            synchronized (desk.quota()) {
                then.accept(desk, key);
            }
        }
    }

    private Desk open(Place place) {
        Counter throttled = Counter.builder("rolesanywhere.sessions.throttled")
                .tag("account", place.account())
                .tag("region", place.region())
                .description("Calls in their slot that AWS throttled")
                .register(metrics);
        Desk desk =
                new Desk(new Quota(configuredRate, clock.instant()), new AtomicReference<>(Duration.ZERO), throttled);
        gauge(
                place,
                desk,
                "rolesanywhere.sessions.rate",
                "CreateSession calls a second that the operator assigns",
                it -> {
                    synchronized (it.quota()) {
                        return it.quota().rate();
                    }
                });
        gauge(place, desk, "rolesanywhere.sessions.slots.pods", "Roles of pods with time slots", it -> {
            synchronized (it.quota()) {
                return it.quota().pods();
            }
        });
        gauge(
                place,
                desk,
                "rolesanywhere.sessions.slots.wait.seconds",
                "Wait time of the last caller",
                it -> it.lastWait().get().toMillis() / 1000.0);
        return desk;
    }

    private void gauge(Place place, Desk desk, String name, String description, ToDoubleFunction<Desk> value) {
        Gauge.builder(name, desk, value)
                .tag("account", place.account())
                .tag("region", place.region())
                .description(description)
                .register(metrics);
    }
}
