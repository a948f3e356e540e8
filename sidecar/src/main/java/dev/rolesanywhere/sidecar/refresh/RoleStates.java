package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import dev.rolesanywhere.sidecar.volume.StoredCredentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of each role, and its mirror in the volume and at the endpoints. For one thread. */
final class RoleStates {
    private final CredentialsVolume volume;
    private final Endpoints endpoints;
    private final Tokens tokens;
    private final boolean gateStart;

    /** By AWSRole: a profile may pass to another role, and its credentials must not. */
    private final Map<String, RoleState> states = new TreeMap<>();
    /** The role of each profile. */
    private final Map<String, String> profiles = new TreeMap<>();

    private final DefaultRole defaultRole = new DefaultRole();
    private String defaultToken = "";
    private @Nullable String nextDefault;
    private @Nullable Issued last;
    private @Nullable String issuerBundle;
    private @Nullable String issuerProblem;
    private @Nullable String volumeProblem;
    private boolean begun;

    RoleStates(CredentialsVolume volume, Endpoints endpoints, Tokens tokens, boolean gateStart) {
        this.volume = volume;
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.gateStart = gateStart;
    }

    /**
     * What a sidecar before this one left and is still valid.
     *
     * @return the files that could not be read
     */
    List<String> restore(Instant now) throws IOException {
        volume.prepare();
        defaultToken = tokens.ofDefault();
        if (!defaultToken.equals(volume.readDefaultToken())) {
            volume.writeDefaultToken(defaultToken);
        }
        defaultRole.restore(volume.readDefaultRole());
        List<String> damaged = new ArrayList<>();
        for (Map.Entry<String, StoredCredentials> left :
                volume.readCredentials(damaged).entrySet()) {
            if (restore(left.getValue(), now)) {
                profiles.put(left.getKey(), left.getValue().role());
            }
        }
        StoredCredentials ofDefault = volume.readDefaultCredentials();
        if (ofDefault != null && defaultRole.is(ofDefault.role())) {
            restore(ofDefault, now);
        }
        publish(now);
        return damaged;
    }

    /** Whether they are still valid. */
    private boolean restore(StoredCredentials stored, Instant now) {
        if (!Served.isServed(stored.credentials(), now)) {
            return false;
        }
        states.put(stored.role(), new RoleState(tokens.of(stored.role()), stored.credentials(), null, now, 0, null));
        return true;
    }

    void issuerFailed(String problem, Instant now) {
        issuerProblem = problem;
        publish(now);
    }

    /** Takes over which roles there are. One that is gone is served until its credentials expire, then removed. */
    void issued(Issued issued, String bundle, Instant now) {
        last = issued;
        issuerBundle = bundle;
        issuerProblem = null;
        nextDefault = null;
        for (IssuedRole role : issued.roles()) {
            if (!states.containsKey(role.name())) {
                states.put(role.name(), RoleState.unknown(tokens.of(role.name()), now));
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
        write(now);
        publish(now);
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
    @Nullable
    String defaultRole() {
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

    private boolean isIssued(String name) {
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
    private @Nullable String problem(String name, RoleState state) {
        RefusedRole refusal = refusal(name);
        if (refusal != null) {
            return "role " + name + " is not served: " + refusal.reason() + ": " + refusal.message();
        }
        if (last != null && !isIssued(name)) {
            return "role " + name + " is not bound to this pod any more"
                    + (defaultRole.is(name)
                            ? ". It was the pod's default, and no other role takes its place: bind it again, or restart the pod"
                            : "");
        }
        return state.problem() == null ? issuerProblem : state.problem();
    }

    private boolean isServed(@Nullable String role, Instant now) {
        RoleState state = role == null ? null : states.get(role);
        return state != null && state.isServed(now);
    }

    RoleState state(String role) {
        RoleState state = states.get(role);
        if (state == null) {
            throw new IllegalStateException("no role " + role);
        }
        return state;
    }

    /** By role. */
    Map<String, RoleState> states() {
        return states;
    }

    /** The clock was ahead by so much. */
    void setBack(Duration by) {
        states.replaceAll((role, state) -> state.setBack(by));
    }

    /** The file first: whoever waits for /started may read it at once. The endpoint serves even if the file fails. */
    void update(String role, RoleState state, Instant now) {
        states.put(role, state);
        settleDefault(now);
        if (state.problem() == null) {
            write(now);
        }
        publish(now);
    }

    /** Why the volume does not hold what it should; null where it does. */
    @Nullable
    String volumeProblem() {
        return volumeProblem;
    }

    /** All of it each time, which heals what a full or damaged volume did not take or keep. */
    void write(Instant now) {
        try {
            volume.removeOthers(profiles.keySet(), states.keySet());
            volume.writeDefaultToken(defaultToken);
            for (Map.Entry<String, RoleState> entry : states.entrySet()) {
                volume.writeRoleToken(entry.getKey(), entry.getValue().token());
            }
            for (Map.Entry<String, String> entry : profiles.entrySet()) {
                RoleState state = state(entry.getValue());
                Credentials credentials = state.credentials();
                if (credentials != null && state.isServed(now)) {
                    volume.writeCredentials(entry.getKey(), entry.getValue(), credentials);
                } else {
                    volume.removeCredentials(entry.getKey());
                }
                volume.writeToken(entry.getKey(), state.token());
            }
            writeDefault(now);
            volume.writeConfig(profiles.keySet(), defaultRole.role() != null);
            if (issuerBundle != null) {
                volume.writeIssuerBundle(issuerBundle);
            }
            volumeProblem = null;
        } catch (IOException e) {
            volumeProblem = "the volume cannot be written: " + e;
        }
    }

    private void writeDefault(Instant now) throws IOException {
        String role = defaultRole.role();
        RoleState state = role == null ? null : states.get(role);
        Credentials credentials = state == null ? null : state.credentials();
        if (role != null && state != null && credentials != null && state.isServed(now)) {
            // Before the credentials, so that a restart in between moves the default nowhere.
            volume.writeDefaultRole(role);
            volume.writeDefaultCredentials(role, credentials);
        } else {
            volume.removeDefaultCredentials();
        }
    }

    private void publish(Instant now) {
        Map<String, Served.Profile> roles = new HashMap<>();
        for (Map.Entry<String, RoleState> entry : states.entrySet()) {
            RoleState state = entry.getValue();
            roles.put(
                    entry.getKey(),
                    new Served.Profile(state.token(), state.credentials(), problem(entry.getKey(), state)));
        }
        Map<String, Served.Profile> byProfile = new HashMap<>();
        for (Map.Entry<String, String> entry : profiles.entrySet()) {
            Served.Profile profile = roles.get(entry.getValue());
            if (profile != null) {
                byProfile.put(entry.getKey(), profile);
            }
        }
        String role = defaultRole.role();
        RoleState defaultState = role == null ? null : states.get(role);
        boolean canBeRead = volumeProblem == null || volume.holds(role, defaultToken);
        String notStarted = StartGate.notStartedBecause(
                gateStart,
                defaultState != null && defaultState.isServed(now) && canBeRead,
                last,
                role == null || defaultState == null || isIssued(role)
                        ? defaultState
                        : defaultState.because(problem(role, defaultState)),
                begun ? null : unanswered(),
                canBeRead ? issuerProblem : volumeProblem);
        begun |= notStarted == null;
        endpoints.serve(new Served(defaultToken, role, byProfile, roles, notStarted));
    }

    /** A role of the last answer that AWS was not asked for yet. */
    private @Nullable String unanswered() {
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
