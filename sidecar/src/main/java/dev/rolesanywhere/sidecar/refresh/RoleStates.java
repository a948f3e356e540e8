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

/** What is known of each of a pod's roles, of their profiles and of the default. For one thread. */
public final class RoleStates {
    private final PodStore store;

    /** By AWSRole: a profile may pass to another role, and its credentials must not. */
    private final Map<String, RoleState> states = new TreeMap<>();
    /** The role of each profile. */
    private final Map<String, String> profiles = new TreeMap<>();

    private final DefaultRole defaultRole = new DefaultRole();
    private @Nullable String nextDefault;
    private @Nullable Issued last;
    private @Nullable String issuerProblem;

    RoleStates(PodStore store) {
        this.store = store;
    }

    /**
     * Takes over what a sidecar before this one left and is still valid.
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

    /** Takes over which roles there are. One that is gone is served until its credentials expire, then removed. */
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

    /** As the answer says. A profile that it names for nobody stays with the role that had it, as long as that one is served or refused. */
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

    /** The role of the default path; null where there is none. */
    public @Nullable String defaultRole() {
        return defaultRole.role();
    }

    /** The role that the issuer calls the default, where the default path stays with another one; null where they agree. */
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

    /** Null where the last answer does not refuse the role. */
    private @Nullable RefusedRole refusal(String name) {
        for (RefusedRole role : last == null || isIssued(name) ? List.<RefusedRole>of() : last.refused()) {
            if (role.role().equals(name)) {
                return role;
            }
        }
        return null;
    }

    /** Why the role's credentials are not newer; null where all is well. */
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

    /** The role of each profile. */
    public Map<String, String> profiles() {
        return profiles;
    }

    /** The issuer's last answer; null before the first. */
    @Nullable
    Issued last() {
        return last;
    }

    /** Why the issuer gave no answer the last time; null where it did. */
    @Nullable
    String issuerProblem() {
        return issuerProblem;
    }

    /** By role. */
    public Map<String, RoleState> states() {
        return states;
    }

    /** The clock was ahead by so much. */
    void setBack(Duration by) {
        states.replaceAll((role, state) -> state.setBack(by));
    }

    void update(String role, RoleState state, Instant now) {
        states.put(role, state);
        settleDefault(now);
    }

    /** A role of the last answer that AWS was not asked for yet. */
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
