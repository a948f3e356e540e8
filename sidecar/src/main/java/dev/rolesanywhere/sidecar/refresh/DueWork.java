package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.SessionsHeld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is due now, and when the next work is due. Changes only the slots that it chooses while the operator is
 * unreachable.
 */
final class DueWork {
    private final RoleStates roles;
    private final Leaves leaves;
    private final IssuerBackoff issuer;
    private final Reports reports;
    private final Clients clients;

    DueWork(PodState pod) {
        this.roles = pod.roles();
        this.leaves = pod.leaves();
        this.issuer = pod.issuer();
        this.reports = pod.reports();
        this.clients = pod.clients();
    }

    boolean isCertificatesDue(Instant now) {
        boolean isDue = issuer.isCheckDue(now);
        for (IssuedRole role : leaves.all()) {
            isDue |= isSlotDue(role, now);
        }
        return issuer.isDue(now) && isDue;
    }

    /** Whether a call of AWS is due for the role and needs a slot of the operator. */
    boolean isSlotDue(IssuedRole role, Instant now) {
        return leaves.needsSlot(role) && isDue(role, now);
    }

    /** The sessions on which the operator bases its slots. */
    SessionsHeld sessions(Instant now) {
        List<String> held = new ArrayList<>();
        List<String> ending = new ArrayList<>();
        for (IssuedRole role : leaves.all()) {
            if (!isSlotDue(role, now)) {
                held.add(role.name());
            } else if (roles.state(role.name()).isEnding(now)) {
                ending.add(role.name());
            }
        }
        return new SessionsHeld(held, ending);
    }

    /** Whether to call AWS for the role now: its slot has come, and its leaf is valid. */
    boolean isTurnOf(IssuedRole role, Instant now, double random) {
        if (issuer.isAway() && leaves.isIdle(role) && isDue(role, now) && leaves.isUsable(role, now)) {
            leaves.chooseSlot(
                    role,
                    now.plus(
                            Schedule.holdBack(Duration.between(now, role.notAfter()), sessionLeft(role, now), random)));
        }
        Instant slot = leaves.slot(role);
        if (slot == null || slot.isAfter(now) || leaves.isCalling(role)) {
            return false;
        }
        if (leaves.needsSlot(role) && !leaves.isUsable(role, now)) {
            leaves.dropSlot(role);
            return false;
        }
        return true;
    }

    /** Whether to assume the role's target role now with the first session. */
    boolean isAssumeDue(IssuedRole role, Instant now) {
        return role.target() != null
                && !leaves.isCalling(role)
                && roles.state(role.name()).isAssumeDue(now);
    }

    /** Whether outcomes can be reported now, without another call in progress. */
    boolean isReportDue(Instant now) {
        boolean quiet = issuer.isFree() && !leaves.isCalling();
        return quiet && isSomethingToReport(now) && !reportDueAt().isAfter(now);
    }

    private boolean isSomethingToReport(Instant now) {
        return !reports.isEmpty() || clients.isDue(now);
    }

    /** When the next known work is due. */
    Instant next(Instant now) {
        Instant next = clients.next(now.plus(Schedule.LONGEST_INTERVAL), now);
        if (issuer.isFree()) {
            next = earlier(next, issuer.nextCheck());
        }
        if (issuer.isFree() && !leaves.isCalling() && isSomethingToReport(now)) {
            next = earlier(next, reportDueAt());
        }
        for (IssuedRole role : leaves.all()) {
            next = earlier(next, next(role, now));
        }
        for (RoleState state : roles.states().values()) {
            if (state.credentials() != null && state.isServed(now)) {
                next = earlier(
                        next,
                        state.credentials().expiration().minus(Served.MIN_LEFT).plusMillis(1));
            }
        }
        return next;
    }

    private Instant next(IssuedRole role, Instant now) {
        Instant next = now.plus(Schedule.LONGEST_INTERVAL);
        if (leaves.isCalling(role)) {
            // The end of the call is an event, after which all work is checked again.
            return next;
        }
        FirstSession first = roles.state(role.name()).first();
        if (first != null && role.target() != null && first.isUsable(now)) {
            next = earlier(next, first.assumeAt());
        }
        Instant slot = leaves.slot(role);
        if (slot != null) {
            next = earlier(next, slot);
        }
        if (leaves.needsSlot(role) && issuer.isFree()) {
            Instant due = roles.state(role.name()).dueAt();
            boolean heldLeafWillDo =
                    slot == null && issuer.isAway() && leaves.isUsable(role, IssuerBackoff.later(due, now));
            next = earlier(next, heldLeafWillDo ? due : IssuerBackoff.later(due, issuer.dueAt()));
        }
        return next;
    }

    private Instant reportDueAt() {
        return IssuerBackoff.later(reports.dueAt(), issuer.mayCallAt());
    }

    private boolean isDue(IssuedRole role, Instant now) {
        return roles.state(role.name()).isDue(now);
    }

    private @Nullable Duration sessionLeft(IssuedRole role, Instant now) {
        RoleState state = roles.state(role.name());
        if (state.first() != null) {
            return state.first().left(now);
        }
        return state.credentials() == null || !state.isServed(now)
                ? null
                : Duration.between(now, state.credentials().expiration());
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
