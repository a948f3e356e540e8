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

/** The operator's last answer, kept so that sessions are renewed while the operator is away; and who may call AWS when. */
final class Leaves {
    /** A leaf with less left than this might expire on the way. */
    private static final Duration MIN_LEFT = Duration.ofSeconds(30);

    private final Map<String, IssuedRole> held = new TreeMap<>();
    private final Map<String, Turn> turns = new HashMap<>();
    /** By role, what the quota wanted with the last slot: answers in which a role needs none say nothing of it. */
    private final Map<String, Duration> stretches = new HashMap<>();

    private final Set<String> calling = new HashSet<>();

    /** @param given by the operator; else chosen here while it was away, which its next answer replaces */
    private record Turn(Instant at, boolean given) {}

    /** In the order in which they are called: the default first, which the pod's start waits for. */
    List<IssuedRole> all() {
        List<IssuedRole> roles = new ArrayList<>();
        for (IssuedRole role : held.values()) {
            roles.add(role.isDefault() ? 0 : roles.size(), role);
        }
        return roles;
    }

    /** Roles that the operator no longer names are not renewed any more. */
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

    /** Whether the operator is to say when it may call. */
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

    /** How long the quota wants between this role's calls at least. */
    Duration stretch(IssuedRole role) {
        return stretches.getOrDefault(role.name(), Duration.ZERO);
    }

    /** Without the operator's word. */
    void chooseSlot(IssuedRole role, Instant at) {
        turns.put(role.name(), new Turn(at, false));
    }

    void dropSlot(IssuedRole role) {
        turns.remove(role.name());
    }

    /** The clock was ahead by so much. */
    void setBack(Duration by) {
        turns.replaceAll((role, turn) -> new Turn(turn.at().minus(by), turn.given()));
    }

    void call(IssuedRole role) {
        turns.remove(role.name());
        calling.add(role.name());
    }

    /** STS is called, which needs neither a leaf nor a slot. */
    void assume(IssuedRole role) {
        calling.add(role.name());
    }

    void called(IssuedRole role) {
        calling.remove(role.name());
    }
}
