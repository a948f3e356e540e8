package dev.rolesanywhere.operator.slots;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Pods against the slots, in virtual time: each asks for a certificate, waits for its slot, calls AWS, and renews as a sidecar does (docs/architecture.md). AWS
 * throttles what is above its own rate; a throttled pod asks again after 1 s, doubled each time.
 */
final class Fleet {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Long, Integer> callsBySecond = new HashMap<>();
    private final Random random = new Random(4711);
    private final Duration session;
    private final double configuredRate;
    private final double awsRate;
    private Quota quota;
    private int pods;

    final List<Duration> startUps = new ArrayList<>();
    final List<Double> partsOfLife = new ArrayList<>();
    Duration longestDelay = Duration.ZERO;
    long accepted;
    long throttled;
    double lowestRate = Double.MAX_VALUE;
    Instant end = START;

    /** What happens to one pod at one time. */
    private record Event(Instant at, long order, Pod pod, boolean calling) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final class Pod {
        private final Quota.Key key;
        private final Instant created;
        private Instant lastAccepted = Instant.MIN;
        private Duration renewAfter = Duration.ZERO;
        private int failures;

        private Pod(int number, Instant created) {
            this.key = new Quota.Key("uid-" + number, "reader");
            this.created = created;
        }
    }

    /** @param awsRate calls a second that AWS has left for this cluster */
    Fleet(double configuredRate, double awsRate, Duration session) {
        this.configuredRate = configuredRate;
        this.awsRate = awsRate;
        this.session = session;
        // An operator that has run for a while.
        this.quota = new Quota(configuredRate, START.minus(Quota.CAUTION));
    }

    /** Pods that all start at one time. */
    Fleet start(int count, Duration after) {
        for (int i = 0; i < count; i++) {
            ask(new Pod(pods++, START.plus(after)), START.plus(after));
        }
        return this;
    }

    /** Runs until this much time has passed. */
    Fleet run(Duration until) {
        end = START.plus(until);
        for (Event event = events.peek(); event != null && !event.at().isAfter(end); event = events.peek()) {
            events.poll();
            if (event.calling()) {
                call(event.pod(), event.at());
            } else {
                request(event.pod(), event.at());
            }
        }
        return this;
    }

    /** The active operator is lost: another begins without its memory. */
    Fleet takeOver() {
        quota = new Quota(configuredRate, end);
        return this;
    }

    int mostCallsInASecond(Duration from, Duration to) {
        return callsBySecond.entrySet().stream()
                .filter(second -> second.getKey() >= START.plus(from).getEpochSecond()
                        && second.getKey() < START.plus(to).getEpochSecond())
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    double callsASecond(Duration from, Duration to) {
        return callsBySecond.entrySet().stream()
                        .filter(second -> second.getKey() >= START.plus(from).getEpochSecond()
                                && second.getKey() < START.plus(to).getEpochSecond())
                        .mapToInt(Map.Entry::getValue)
                        .sum()
                / (double) to.minus(from).toSeconds();
    }

    Duration longestStartUp() {
        return startUps.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The most of a session's life that passed between two accepted calls. */
    double longestPartOfALife() {
        return partsOfLife.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private void ask(Pod pod, Instant at) {
        events.add(new Event(at, events.size(), pod, false));
    }

    private void request(Pod pod, Instant now) {
        boolean started = !pod.lastAccepted.equals(Instant.MIN);
        Slot slot = quota.next(pod.key, started ? Urgency.Renewing : Urgency.Starting, now);
        if (slot.comeBackAfter().isPresent()) {
            ask(pod, now.plus(slot.comeBackAfter().get()).plusMillis(random.nextInt(1000)));
            return;
        }
        longestDelay = slot.delay().compareTo(longestDelay) > 0 ? slot.delay() : longestDelay;
        pod.renewAfter = slot.renewAfter();
        events.add(new Event(now.plus(slot.delay()), events.size(), pod, true));
    }

    private void call(Pod pod, Instant now) {
        int already = callsBySecond.merge(now.getEpochSecond(), 1, Integer::sum);
        if (already > awsRate) {
            throttled++;
            quota.throttled(pod.key, now);
            lowestRate = Math.min(lowestRate, quota.rate());
            ask(pod, now.plusMillis((1000L << Math.min(8, pod.failures++)) + random.nextInt(500)));
            return;
        }
        accepted++;
        quota.accepted(pod.key, now);
        if (pod.lastAccepted.equals(Instant.MIN)) {
            startUps.add(Duration.between(pod.created, now));
        } else {
            partsOfLife.add(Duration.between(pod.lastAccepted, now).toSeconds() / (double) session.toSeconds());
        }
        pod.lastAccepted = now;
        pod.failures = 0;
        ask(pod, now.plus(renewIn(pod.renewAfter)));
    }

    /** As the sidecar's Schedule has it. */
    private Duration renewIn(Duration atLeast) {
        Duration sixth = session.dividedBy(6);
        Duration usual = sixth.compareTo(Duration.ofHours(1)) < 0 ? sixth : Duration.ofHours(1);
        Duration longest = usual;
        if (atLeast.toMillis() > usual.toMillis() * 0.8) {
            Duration stretched = atLeast.plus(atLeast.dividedBy(4));
            Duration half = session.dividedBy(2);
            longest = stretched.compareTo(half) < 0 ? stretched : half;
        }
        return Duration.ofMillis((long) (longest.toMillis() * (1 - 0.2 * random.nextDouble())));
    }
}
