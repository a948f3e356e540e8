package dev.rolesanywhere.operator.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whose pods to look at next: those never looked at first, then those longest ago, none more often than every twenty seconds. */
final class SurveySchedule {
    static final Duration INTERVAL = Duration.ofSeconds(20);

    private final Map<Account, Instant> tried = new HashMap<>();

    /** Counts as tried from now on, however it goes. */
    Optional<Account> next(Set<Account> bound, Instant now) {
        tried.keySet().retainAll(bound);
        Optional<Account> next = longestAgo(bound).filter(account -> !now.isBefore(due(account)));
        next.ifPresent(account -> tried.put(account, now));
        return next;
    }

    private Optional<Account> longestAgo(Collection<Account> bound) {
        return bound.stream().min(Comparator.comparing(this::due));
    }

    private Instant due(Account account) {
        Instant last = tried.get(account);
        return last == null ? Instant.MIN : last.plus(INTERVAL);
    }
}
