package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.operator.issuance.Held;
import dev.rolesanywhere.operator.issuance.Slot;
import dev.rolesanywhere.operator.issuance.SlotRequest;
import dev.rolesanywhere.operator.role.ArnPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Pods, operator and AWS in virtual time. The schedule is the real one. Pods follow the sidecar's rules (its Schedule, IssuerRhythm and
 * Leaves, which this module cannot use), AWS is a token bucket, the operator answers {@value #ANSWERS_PER_SECOND} requests a second and 429 to
 * the others.
 */
final class Fleet {
    private static final int ANSWERS_PER_SECOND = 200;
    private static final long SECOND = 1000;
    private static final long HOUR = 3600 * SECOND;
    private static final long LEAF = HOUR;
    private static final long WITHOUT_LEADER = 17 * SECOND;
    private static final ArnPlace PLACE = new ArnPlace("aws", "eu-west-1", "111122223333");
    private static final Instant BEGIN = Instant.parse("2026-01-02T00:00:00Z");

    private final Scenario scenario;
    private final Report report;
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Pod[] pods;
    private final long life;
    private PlaceSchedule schedule;
    private long now;
    private long sequence;
    private long leaderSince;
    private double bucket;
    private long bucketAt;
    private long answeredSecond = -1;
    private int answered;

    private enum What {
        ASK,
        CALL,
        HEARD,
        LEADER_LOST
    }

    private record Event(
            long at,
            long sequence,
            What what,
            int pod,
            @Nullable Answered answer) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(sequence, other.sequence) : Long.compare(at, other.at);
        }
    }

    private static final class Pod {
        private final String uid;
        private final long startedAt;
        private long expiresAt;
        private long dueAt;
        private long leafUntil;
        private long calledAt = -1;
        private long askAt;
        private boolean calling;
        private int failures;
        private int refusals;
        private int unanswered;
        private @Nullable Duration renewAfter;

        Pod(int number, long startedAt) {
            this.uid = "pod-" + number;
            this.startedAt = startedAt;
            this.dueAt = startedAt;
        }
    }

    private Fleet(Scenario scenario) {
        this.scenario = scenario;
        this.report = new Report(scenario);
        this.life = scenario.life().toMillis();
        this.bucket = scenario.quota();
        this.schedule = new PlaceSchedule(scenario.rate(), random, BEGIN);
        this.pods = new Pod[scenario.pods() + scenario.latecomers()];
    }

    static Report run(Scenario scenario) {
        Fleet fleet = new Fleet(scenario);
        fleet.begin();
        fleet.runThrough();
        return fleet.report;
    }

    private void begin() {
        // Not the very moment that the operator starts, whose two careful minutes are a scenario of their own.
        long start = 10 * 60 * SECOND;
        schedule.next(request(new Pod(-1, 0), true), BEGIN);
        for (int i = 0; i < pods.length; i++) {
            boolean late = i >= scenario.pods();
            pods[i] = new Pod(i, start + (late ? scenario.latecomersAt().toMillis() : 0) + random.nextInt(2000));
            ask(i, pods[i].startedAt);
        }
        scenario.leaderLostAt()
                .forEach(at -> events.add(new Event(start + at.toMillis(), sequence++, What.LEADER_LOST, -1, null)));
        report.begins(start);
    }

    private void runThrough() {
        long end = scenario.runs().toMillis();
        for (Event event = events.poll(); event != null && event.at() <= end; event = events.poll()) {
            now = event.at();
            switch (event.what()) {
                case ASK -> ask(pods[event.pod()], event.pod());
                case CALL -> call(pods[event.pod()], event.pod());
                case HEARD -> heard(pods[event.pod()], event.answer());
                case LEADER_LOST -> loseLeader();
            }
        }
        for (Pod pod : pods) {
            report.ends(pod.startedAt, pod.calledAt, pod.expiresAt, end);
        }
    }

    private void loseLeader() {
        leaderSince = now + WITHOUT_LEADER;
        schedule = new PlaceSchedule(scenario.rate(), random, instant(leaderSince));
    }

    private void ask(Pod pod, int number) {
        if (pod.askAt != now || pod.calling) {
            return;
        }
        boolean due = pod.dueAt <= now;
        if (!operatorAnswers()) {
            pod.unanswered++;
            if (due && pod.leafUntil > now + 30 * SECOND) {
                pod.calling = true;
                report.withoutSlot();
                at(now + latency(), What.CALL, number, null);
            } else {
                ask(number, now + retryIn(pod.unanswered, 2 * SECOND));
            }
            return;
        }
        pod.unanswered = 0;
        report.asked(now);
        switch (schedule.next(request(pod, due), instant(now))) {
            case Slot.Granted(Duration wait, Duration renewAfter) -> {
                pod.refusals = 0;
                pod.renewAfter = renewAfter;
                pod.leafUntil = now + LEAF;
                if (due) {
                    pod.calling = true;
                    report.granted(pod.expiresAt > now, wait);
                    at(now + wait.toMillis() + latency(), What.CALL, number, null);
                } else {
                    ask(number, Math.min(pod.dueAt, now + HOUR));
                }
            }
            case Slot.Later(Duration retryAfter) -> {
                pod.leafUntil = 0;
                pod.refusals++;
                report.deferred();
                ask(number, now + retryIn(pod.refusals, retryAfter.toMillis()));
            }
        }
    }

    private SlotRequest request(Pod pod, boolean due) {
        // A sidecar without a leaf does not know the roles, and cannot say what it holds.
        long left = pod.leafUntil == 0 ? 0 : Math.max(0, pod.expiresAt - now) / SECOND;
        Held held = left == 0 ? Held.NOTHING : new Held(Duration.ofSeconds(left), due);
        return new SlotRequest(PLACE, pod.uid, "role", scenario.life(), held);
    }

    private void call(Pod pod, int number) {
        pod.calling = false;
        report.called(now);
        if (!awsTakesIt()) {
            report.throttled(now);
            pod.failures++;
            at(now + latency(), What.HEARD, number, Answered.THROTTLED);
            pod.dueAt = now + retryIn(pod.failures, 0);
            ask(number, pod.dueAt);
            return;
        }
        pod.failures = 0;
        report.accepted(pod.startedAt, pod.calledAt, pod.expiresAt, now);
        pod.calledAt = now;
        pod.expiresAt = now + life;
        pod.dueAt = now + renewIn(pod.renewAfter);
        at(now + latency(), What.HEARD, number, Answered.ACCEPTED);
        ask(number, Math.min(pod.dueAt, now + HOUR));
    }

    private void heard(Pod pod, @Nullable Answered answer) {
        if (answer != null && now >= leaderSince) {
            schedule.heard(pod.uid, "role", answer, instant(now));
        }
    }

    private boolean operatorAnswers() {
        if (now < leaderSince) {
            return false;
        }
        if (answeredSecond != now / SECOND) {
            answeredSecond = now / SECOND;
            answered = 0;
        }
        return answered++ < ANSWERS_PER_SECOND;
    }

    private boolean awsTakesIt() {
        boolean others = now >= scenario.othersFrom().toMillis()
                && now < scenario.othersUntil().toMillis();
        double refill = scenario.quota() - (others ? scenario.others() : 0);
        bucket = Math.min(scenario.quota(), bucket + refill * (now - bucketAt) / SECOND);
        bucketAt = now;
        if (bucket < 1) {
            return false;
        }
        bucket--;
        return true;
    }

    private long renewIn(@Nullable Duration atLeast) {
        double usual = Math.min(life / 6.0, HOUR);
        double longest = usual;
        if (atLeast != null && atLeast.toMillis() > 0.8 * usual) {
            longest = Math.min(1.25 * atLeast.toMillis(), life / 2.0);
        }
        return (long) (longest * (1 - 0.2 * random.nextDouble()));
    }

    private long retryIn(int failures, long retryAfter) {
        double step = Math.min(SECOND << Math.min(failures - 1, 12), 300 * SECOND);
        long jittered = (long) (step * (0.5 + 0.5 * random.nextDouble()));
        return retryAfter > jittered ? retryAfter + jittered : jittered;
    }

    private long latency() {
        return 20 + random.nextInt(180);
    }

    private void ask(int pod, long at) {
        pods[pod].askAt = Math.max(at, now);
        at(pods[pod].askAt, What.ASK, pod, null);
    }

    private void at(long at, What what, int pod, @Nullable Answered answer) {
        events.add(new Event(at, sequence++, what, pod, answer));
    }

    private static Instant instant(long at) {
        return BEGIN.plusMillis(at);
    }
}
