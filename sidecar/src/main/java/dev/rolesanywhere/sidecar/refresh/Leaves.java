package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operator's last answer, with which sessions are renewed while the operator is unreachable, and the time slots for
 * calls of AWS.
 */
final class Leaves {
    /** A leaf with less time left might expire during the call. */
    private static final Duration MIN_LEFT = Duration.ofSeconds(30);

    private final Map<String, IssuedRole> held = new TreeMap<>();
    private final Map<String, Turn> turns = new HashMap<>();
    /**
     * The interval that the quota required with the last slot, by role. Answers without a slot for a role do not change
     * it.
     */
    private final Map<String, Duration> stretches = new HashMap<>();

    private final Set<String> calling = new HashSet<>();

    /**
     * @param given whether the operator granted it; otherwise the sidecar chose it, and the operator's next answer
     *     replaces it
     */
    private record Turn(Instant at, boolean given) {}

    /** In the order of their calls: the default first, because the pod's start waits for it. */
    List<IssuedRole> all() {
        List<IssuedRole> roles = new ArrayList<>();
        for (IssuedRole role : held.values()) {
            roles.add(role.isDefault() ? 0 : roles.size(), role);
        }
        return roles;
    }

    /** Roles that the operator no longer names are not renewed. */
    void replace(List<IssuedRole> roles) {
        held.clear();
        for (IssuedRole role : roles) {
            held.put(role.name(), role);
        }
        turns.keySet().retainAll(held.keySet());
        stretches.keySet().retainAll(held.keySet());
    }

    boolean isUsable(IssuedRole role, Instant now) {
        return role.notAfter().isAfter(now.plus(MIN_LEFT));
    }

    boolean isIdle(IssuedRole role) {
        return !calling.contains(role.name()) && !turns.containsKey(role.name());
    }

    /** Whether the role needs a time slot of the operator. */
    boolean needsSlot(IssuedRole role) {
        Turn turn = turns.get(role.name());
        return !calling.contains(role.name()) && (turn == null || !turn.given());
    }

    boolean isCalling(IssuedRole role) {
        return calling.contains(role.name());
    }

    boolean isCalling() {
        return !calling.isEmpty();
    }

    @Nullable
    Instant slot(IssuedRole role) {
        Turn turn = turns.get(role.name());
        return turn == null ? null : turn.at();
    }

    void setSlot(IssuedRole role, Instant at) {
        stretches.put(role.name(), role.renewAfter() == null ? Duration.ZERO : role.renewAfter());
        turns.put(role.name(), new Turn(at, true));
    }

    /** The shortest time that the quota requires between this role's calls. */
    Duration stretch(IssuedRole role) {
        return stretches.getOrDefault(role.name(), Duration.ZERO);
    }

    /** Chooses a slot without the operator. */
    void chooseSlot(IssuedRole role, Instant at) {
        turns.put(role.name(), new Turn(at, false));
    }

    void dropSlot(IssuedRole role) {
        turns.remove(role.name());
    }

    /** Corrects the times by the duration that the clock was ahead. */
    void setBack(Duration by) {
        turns.replaceAll((role, turn) -> new Turn(turn.at().minus(by), turn.given()));
    }

    void call(IssuedRole role) {
        turns.remove(role.name());
        calling.add(role.name());
    }

    /** Calls STS, which needs neither a leaf nor a slot. */
    void assume(IssuedRole role) {
        calling.add(role.name());
    }

    void called(IssuedRole role) {
        calling.remove(role.name());
    }
}
