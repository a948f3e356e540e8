package dev.rolesanywhere.operator.slots;

import dev.rolesanywhere.operator.issuance.Held;
import dev.rolesanywhere.operator.issuance.Slot;
import dev.rolesanywhere.operator.issuance.SlotRequest;
import dev.rolesanywhere.operator.slots.RenewalBook.Booking;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The slots of one account and region. For one thread. */
final class PlaceSchedule {
    private static final Duration HORIZON = Duration.ofSeconds(Calendar.SECONDS);
    /** Who comes back finds room for that long ahead, so that no slot stays empty. */
    private static final Duration FIRST_RETURN = HORIZON.dividedBy(2);

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    private static final double RENEWALS_OF_ALL = 0.5;

    private final Instant since;
    private final RandomGenerator random;
    private final Calendar calendar = new Calendar();
    private final RenewalBook book = new RenewalBook();
    private final Map<Who, Turn> turns = new HashMap<>();
    private Pace pace;
    private Arrivals renewals;
    private Instant queueEnd;
    private Instant sweepAt;

    private record Who(String podUid, String role) {}

    /** @param rate configured, in calls a second */
    PlaceSchedule(double rate, RandomGenerator random, Instant now) {
        this.since = now;
        this.random = random;
        this.pace = Pace.start(rate, now.plus(HORIZON));
        this.renewals = Arrivals.none(now);
        this.queueEnd = now;
        this.sweepAt = now.plus(BETWEEN_SWEEPS);
    }

    Slot next(SlotRequest request, Instant now) {
        sweep(now);
        Who who = new Who(request.podUid(), request.role());
        Turn before = turns.get(who);
        if (!request.held().due()) {
            return new Slot.Granted(
                    Duration.ZERO, before instanceof Turn.Taken taken ? stretched(taken, request) : null);
        }
        if (before instanceof Turn.Taken taken && taken.isOpen(now)) {
            return new Slot.Granted(secondsUntil(taken.call(), now), stretched(taken, request));
        }
        Instant servedUntil = servedUntil(request.held(), before, now);
        Priority priority = Priority.of(servedUntil, request.life(), now);
        if (before instanceof Turn.Queued queued && queued.isTooEarly(now)) {
            return new Slot.Later(secondsUntil(queued.comeBack(), now));
        }
        boolean waited = before instanceof Turn.Queued;
        if (priority != Priority.START && !waited) {
            renewals = renewals.oneMore(now);
        }
        boolean othersFirst = priority == Priority.START && !waited && queueEnd.isAfter(now);
        OptionalInt wait = othersFirst ? OptionalInt.empty() : calendar.take(priority, shares(pace.at(now), now), now);
        if (wait.isEmpty()) {
            Instant comeBack = priority != Priority.START ? later(now) : waited ? soon(now) : endOfQueue(now);
            turns.put(who, new Turn.Queued(comeBack, servedUntil));
            return new Slot.Later(secondsUntil(comeBack, now));
        }
        return grant(who, request, before, Duration.ofSeconds(wait.getAsInt()), now);
    }

    /** What AWS answered to a pod that had a slot; each slot counts once, so nobody moves the rate by talking. */
    boolean heard(String podUid, String role, Answered answered, Instant now) {
        Who who = new Who(podUid, role);
        if (!(turns.get(who) instanceof Turn.Taken taken) || taken.heard()) {
            return false;
        }
        turns.put(who, taken.afterAnswer());
        pace = switch (answered) {
            case ACCEPTED -> pace.accepted(taken.granted(), now);
            case THROTTLED -> pace.throttled(taken.granted(), now);
            case OTHERWISE -> pace;
        };
        return true;
    }

    double rate(Instant now) {
        return pace.at(now);
    }

    /** Calls of the next two minutes that are given away. */
    int ahead(Instant now) {
        return calendar.ahead(now);
    }

    /** How long a pod that asks now waits, of all that are before it. */
    Duration queue(Instant now) {
        Duration ahead = Duration.ofSeconds((long) Math.ceil(calendar.ahead(now) / pace.at(now)));
        return queueEnd.isAfter(now) ? Duration.between(now, queueEnd).plus(ahead) : ahead;
    }

    private Slot grant(Who who, SlotRequest request, @Nullable Turn before, Duration wait, Instant now) {
        if (before instanceof Turn.Taken taken) {
            book.cancel(taken.renewal());
        }
        Instant call = now.plus(wait);
        boolean inherits = Duration.between(since, now).compareTo(Interval.lastInterval(request)) < 0;
        Interval interval = Interval.of(request, inherits).notBefore(Duration.between(call, queueEnd));
        Booking renewal = book.book(call, interval, pace.allowed() * RENEWALS_OF_ALL, now);
        Turn.Taken taken = new Turn.Taken(now, call, renewal, false);
        turns.put(who, taken);
        return new Slot.Granted(wait, stretched(taken, request));
    }

    /** Nothing is said where the sidecar's own rule will do. */
    private static @Nullable Duration stretched(Turn.Taken taken, SlotRequest request) {
        Duration after = taken.renewal().after();
        return after.compareTo(Interval.of(request, false).earliest()) > 0 ? after : null;
    }

    private Shares shares(double rate, Instant now) {
        return Shares.of(rate, renewals.at(now));
    }

    private Instant endOfQueue(Instant now) {
        Duration each =
                Duration.ofNanos((long) (1e9 / shares(pace.allowed(), now).starts()));
        Instant behind = queueEnd.plus(each);
        Instant first = now.plus(FIRST_RETURN);
        queueEnd = behind.isAfter(first) ? behind : first;
        return queueEnd;
    }

    /** Before those who have not waited yet. */
    private Instant soon(Instant now) {
        return now.plusMillis((long) (FIRST_RETURN.toMillis() * (0.5 + random.nextDouble())));
    }

    /** A renewal has time. */
    private Instant later(Instant now) {
        return now.plusMillis((long) (HORIZON.toMillis() * (1 + 2 * random.nextDouble())));
    }

    /** A sidecar that was told to come back holds no leaf, and cannot say what it holds. */
    private static Instant servedUntil(Held held, @Nullable Turn before, Instant now) {
        Instant said = now.plus(held.left());
        return before instanceof Turn.Queued queued && queued.servedUntil().isAfter(said) ? queued.servedUntil() : said;
    }

    private static Duration secondsUntil(Instant then, Instant now) {
        Duration left = Duration.between(now, then);
        return left.isNegative()
                ? Duration.ZERO
                : Duration.ofSeconds(left.plusSeconds(1).minusNanos(1).toSeconds());
    }

    private void sweep(Instant now) {
        if (!now.isBefore(sweepAt)) {
            sweepAt = now.plus(BETWEEN_SWEEPS);
            turns.values().removeIf(turn -> !now.isBefore(turn.forgetAt()));
        }
    }
}
