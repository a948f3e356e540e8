package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import dev.rolesanywhere.sidecar.volume.StoredCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The states of a pod's roles, their profiles and the default role. For one thread. */
public final class RoleStates {
    private final PodStore store;

    /** By AWSRole: if a profile changes to another role, its credentials must not. */
    private final Map<String, RoleState> states = new TreeMap<>();

    private final Map<String, String> profiles = new TreeMap<>();

    private final DefaultRole defaultRole = new DefaultRole();
    private @Nullable String nextDefault;
    private @Nullable Issued last;
    private @Nullable String issuerProblem;

    RoleStates(PodStore store) {
        this.store = store;
    }

    /**
     * Restores the valid credentials of the previous sidecar.
     *
     * @param stored by profile
     */
    public void restore(
            @Nullable String lastDefault,
            Map<String, StoredCredentials> stored,
            @Nullable StoredCredentials ofDefault,
            Instant now) {
        defaultRole.restore(lastDefault);
        for (Map.Entry<String, StoredCredentials> left : stored.entrySet()) {
            if (restore(left.getValue(), now)) {
                profiles.put(left.getKey(), left.getValue().role());
            }
        }
        if (ofDefault != null && defaultRole.is(ofDefault.role())) {
            restore(ofDefault, now);
        }
    }

    /** Whether they are still valid. */
    private boolean restore(StoredCredentials stored, Instant now) {
        if (!Served.isServed(stored.credentials(), now)) {
            return false;
        }
        states.put(
                stored.role(),
                new RoleState(store.token(stored.role()), stored.credentials(), null, now, 0, null, null));
        return true;
    }

    void issuerFailed(String problem) {
        issuerProblem = problem;
    }

    /** Takes the roles from the answer. A removed role is served until its credentials expire, and is then removed. */
    void issued(Issued issued, Instant now) {
        last = issued;
        issuerProblem = null;
        nextDefault = null;
        for (IssuedRole role : issued.roles()) {
            if (!states.containsKey(role.name())) {
                states.put(role.name(), RoleState.unknown(store.token(role.name()), now));
            }
            if (role.target() == null && state(role.name()).first() != null) {
                states.put(role.name(), state(role.name()).withoutTarget(now));
            }
            nextDefault = role.isDefault() ? role.name() : nextDefault;
        }
        for (String role : new ArrayList<>(states.keySet())) {
            boolean isWanted = isIssued(role) || refusal(role) != null || isServed(role, now);
            if (!isWanted && !(defaultRole.isUsed() && defaultRole.is(role))) {
                states.remove(role);
            }
        }
        assignProfiles(issued, now);
        settleDefault(now);
    }

    /**
     * Follows the answer. A profile that the answer gives to no role stays with its role as long as that role is served
     * or refused.
     */
    private void assignProfiles(Issued issued, Instant now) {
        profiles.values()
                .removeIf(role ->
                        !states.containsKey(role) || !isIssued(role) && refusal(role) == null && !isServed(role, now));
        for (IssuedRole role : issued.roles()) {
            profiles.put(role.profile(), role.name());
        }
    }

    private void settleDefault(Instant now) {
        String before = defaultRole.role();
        defaultRole.settle(
                nextDefault, isServed(nextDefault, now), before != null && isIssued(before), isServed(before, now));
    }

    /** The role of the default path; null if there is none. */
    public @Nullable String defaultRole() {
        return defaultRole.role();
    }

    /** The issuer's default role, if the default path keeps another role; null if they are equal. */
    @Nullable
    String defaultInWaiting() {
        String role = defaultRole.role();
        return role == null || nextDefault == null || defaultRole.is(nextDefault) || isIssued(role)
                ? null
                : nextDefault;
    }

    /** Whether the last answer has a leaf for the role. */
    boolean isIssued(String name) {
        for (IssuedRole role : last == null ? List.<IssuedRole>of() : last.roles()) {
            if (role.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Null if the last answer does not refuse the role. */
    private @Nullable RefusedRole refusal(String name) {
        for (RefusedRole role : last == null || isIssued(name) ? List.<RefusedRole>of() : last.refused()) {
            if (role.role().equals(name)) {
                return role;
            }
        }
        return null;
    }

    /** Why the role's credentials are not newer; null if there is no problem. */
    @Nullable
    String problem(String name, RoleState state) {
        RefusedRole refusal = refusal(name);
        if (refusal != null) {
            return "role " + name + " is not served: " + refusal.reason() + ": " + refusal.message();
        }
        if (last != null && !isIssued(name)) {
            return "role " + name + " is no longer bound to this pod"
                    + (defaultRole.is(name)
                            ? ". It was the pod's default role and is not replaced by another role: bind the role again, or recreate the pod"
                            : "");
        }
        return state.problem() == null ? issuerProblem : state.problem();
    }

    private boolean isServed(@Nullable String role, Instant now) {
        RoleState state = role == null ? null : states.get(role);
        return state != null && state.isServed(now);
    }

    public RoleState state(String role) {
        RoleState state = states.get(role);
        if (state == null) {
            throw new IllegalStateException("no role " + role);
        }
        return state;
    }

    public Map<String, String> profiles() {
        return profiles;
    }

    /** The issuer's last answer; null before the first. */
    @Nullable
    Issued last() {
        return last;
    }

    /** Why the issuer gave no answer the last time; null after an answer. */
    @Nullable
    String issuerProblem() {
        return issuerProblem;
    }

    /** By role. */
    public Map<String, RoleState> states() {
        return states;
    }

    /** Corrects the times by the duration that the clock was ahead. */
    void setBack(Duration by) {
        states.replaceAll((role, state) -> state.setBack(by));
    }

    void update(String role, RoleState state, Instant now) {
        states.put(role, state);
        settleDefault(now);
    }

    /** A role of the last answer for which AWS was not called yet. */
    @Nullable
    String unanswered() {
        for (IssuedRole role : last == null ? List.<IssuedRole>of() : last.roles()) {
            RoleState state = states.get(role.name());
            if (state != null && state.credentials() == null && state.problem() == null) {
                return role.name();
            }
        }
        for (RefusedRole role : last == null ? List.<RefusedRole>of() : last.refused()) {
            if (role.retryAfter() != null) {
                return role.role();
            }
        }
        return null;
    }
}
