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
 * Simulates pods with slots, in virtual time. Each pod requests a certificate, waits for its slot, calls AWS, gets the
 * answer after 0.1 to 0.5 s, and renews like a sidecar (docs/architecture.md). A pod with a failure retries after 1 s,
 * doubled up to 5 min; while the operator is away it calls without a slot, at a moment of its own choice, as long as
 * its leaf of one hour is good.
 */
final class Fleet {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LEAF = Duration.ofHours(1);
    private static final Duration NEVER = Duration.ofDays(-1);

    private static final int NAMESPACES = 5;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Long, Integer> callsBySecond = new HashMap<>();
    private final Random random = new Random(4711);
    private final Duration session;
    private final double configuredRate;
    private final Throttle aws;
    private Quota quota;
    private Instant operatorBackAt = START;
    private int pods;
    private long order;

    final List<Duration> startUps = new ArrayList<>();
    final List<Double> partsOfLife = new ArrayList<>();
    Duration longestDelay = Duration.ZERO;
    long throttled;
    long expired;
    double lowestRate = Double.MAX_VALUE;
    Instant end = START;

    private enum Step {
        ASK,
        CALL,
        HEAR
    }

    /** One pod's state at one time. */
    private record Event(Instant at, long order, Pod pod, Step step) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final class Pod {
        private final Quota.Key key;
        private final String namespace;
        private final Instant created;
        private Instant lastAccepted = Instant.MIN;
        private Instant leafUntil = Instant.MIN;
        private Duration renewAfter = Duration.ZERO;
        private boolean answeredWell;
        private int failures;

        private Pod(int number, Instant created) {
            this.key = new Quota.Key("uid-" + number, "reader");
            this.namespace = "namespace-" + number % NAMESPACES;
            this.created = created;
        }

        private boolean started() {
            return !lastAccepted.equals(Instant.MIN);
        }
    }

    Fleet(double configuredRate, Throttle aws, Duration session) {
        this.configuredRate = configuredRate;
        this.aws = aws;
        this.session = session;
        // An operator that has run for a while.
        this.quota = new Quota(configuredRate, START.minus(Quota.CAUTION), Long.MAX_VALUE);
    }

    /** Pods that all start at one time. */
    Fleet start(int count, Duration after) {
        for (int i = 0; i < count; i++) {
            plan(START.plus(after), new Pod(pods++, START.plus(after)), Step.ASK);
        }
        return this;
    }

    /** Runs until this much time has passed. */
    Fleet run(Duration until) {
        end = START.plus(until);
        for (Event event = events.peek(); event != null && !event.at().isAfter(end); event = events.peek()) {
            events.poll();
            switch (event.step()) {
                case ASK -> ask(event.pod(), event.at());
                case CALL -> call(event.pod(), event.at());
                case HEAR -> hear(event.pod(), event.at());
            }
        }
        return this;
    }

    /** The active operator is lost, and another starts without its memory. */
    Fleet takeOver() {
        quota = new Quota(configuredRate, end, Long.MAX_VALUE);
        return this;
    }

    /** No operator for this time; then one starts without the previous memory. */
    Fleet withoutOperator(Duration time) {
        operatorBackAt = end.plus(time);
        quota = new Quota(configuredRate, operatorBackAt, Long.MAX_VALUE);
        return this;
    }

    Fleet withoutAws(Duration time) {
        aws.away(end, end.plus(time));
        return this;
    }

    int mostCallsInASecond(Duration from, Duration to) {
        return callsBySecond.entrySet().stream()
                .filter(second -> isWithin(second.getKey(), from, to))
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    double callsASecond(Duration from, Duration to) {
        return callsBySecond.entrySet().stream()
                        .filter(second -> isWithin(second.getKey(), from, to))
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

    private static boolean isWithin(long second, Duration from, Duration to) {
        return second >= START.plus(from).getEpochSecond()
                && second < START.plus(to).getEpochSecond();
    }

    private void plan(Instant at, Pod pod, Step step) {
        events.add(new Event(at, order++, pod, step));
    }

    private void ask(Pod pod, Instant now) {
        if (now.isBefore(operatorBackAt)) {
            callWithHeldLeaf(pod, now);
            return;
        }
        boolean pressing = !pod.started()
                || Duration.between(now, pod.lastAccepted.plus(session)).compareTo(session.dividedBy(3)) < 0;
        Slot slot = quota.next(pod.key, pod.namespace, pressing ? Urgency.Pressing : Urgency.Renewing, now);
        if (slot.comeBackAfter().isPresent()) {
            plan(now.plus(slot.comeBackAfter().get()).plusMillis(random.nextInt(1000)), pod, Step.ASK);
            return;
        }
        longestDelay = slot.delay().compareTo(longestDelay) > 0 ? slot.delay() : longestDelay;
        pod.renewAfter = slot.renewAfter();
        pod.leafUntil = now.plus(LEAF);
        plan(now.plus(slot.delay()), pod, Step.CALL);
    }

    /** As in the sidecar's Schedule.holdBack. */
    private void callWithHeldLeaf(Pod pod, Instant now) {
        Duration leafLeft = pod.started() ? Duration.between(now, pod.leafUntil) : NEVER;
        if (leafLeft.compareTo(Duration.ofSeconds(30)) < 0) {
            retry(pod, now);
            return;
        }
        Duration sessionLeft = Duration.between(now, pod.lastAccepted.plus(session));
        long longest = Math.min(
                leafLeft.minusMinutes(1).toMillis(), sessionLeft.dividedBy(4).toMillis());
        plan(now.plusMillis((long) (Math.max(0, longest) * random.nextDouble())), pod, Step.CALL);
    }

    private void call(Pod pod, Instant now) {
        callsBySecond.merge(now.getEpochSecond(), 1, Integer::sum);
        boolean away = aws.isAway(now);
        pod.answeredWell = !away && aws.takes(now);
        if (!away && !pod.answeredWell) {
            throttled++;
        }
        plan(now.plusMillis(100 + random.nextInt(400)), pod, Step.HEAR);
    }

    private void hear(Pod pod, Instant now) {
        if (!pod.answeredWell) {
            if (aws.isAway(now)) {
                quota.failed(pod.key, now);
            } else {
                quota.throttled(pod.key, now);
            }
            lowestRate = Math.min(lowestRate, quota.rate());
            retry(pod, now);
            return;
        }
        quota.accepted(pod.key, now);
        if (pod.started()) {
            Duration passed = Duration.between(pod.lastAccepted, now);
            partsOfLife.add(passed.toSeconds() / (double) session.toSeconds());
            expired += passed.compareTo(session) > 0 ? 1 : 0;
        } else {
            startUps.add(Duration.between(pod.created, now));
        }
        pod.lastAccepted = now;
        pod.failures = 0;
        plan(now.plus(renewIn(pod.renewAfter)), pod, Step.ASK);
    }

    private void retry(Pod pod, Instant now) {
        long longest = Math.min(300_000, 1000L << Math.min(12, pod.failures++));
        plan(now.plusMillis((long) (longest * (0.5 + 0.5 * random.nextDouble()))), pod, Step.ASK);
    }

    /** As in the sidecar's Schedule.renewIn. */
    private Duration renewIn(Duration atLeast) {
        Duration sixth = session.dividedBy(6);
        Duration usual = sixth.compareTo(Duration.ofHours(1)) < 0 ? sixth : Duration.ofHours(1);
        Duration longest = usual;
        if (atLeast.toMillis() > usual.toMillis() * 0.8) {
            Duration stretched = atLeast.plus(atLeast.dividedBy(4));
            Duration half = session.dividedBy(2).minus(Duration.ofMinutes(5));
            longest = stretched.compareTo(half) < 0 ? stretched : half;
        }
        return Duration.ofMillis((long) (longest.toMillis() * (1 - 0.2 * random.nextDouble())));
    }
}
