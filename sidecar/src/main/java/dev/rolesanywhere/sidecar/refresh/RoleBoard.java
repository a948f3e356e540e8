package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.RefusedRole;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of each role, and its mirror in the volume and at the endpoints. For one thread. */
final class RoleBoard {
    private final CredentialsVolume volume;
    private final Endpoints endpoints;
    private final Tokens tokens;
    private final boolean gateStart;

    private final Map<String, RoleState> states = new TreeMap<>();
    private String defaultToken = "";
    private @Nullable String defaultProfile;
    private @Nullable String nextDefault;
    private @Nullable Issued last;
    private @Nullable String issuerBundle;
    private @Nullable String issuerProblem;
    private @Nullable String volumeProblem;
    private boolean begun;

    RoleBoard(CredentialsVolume volume, Endpoints endpoints, Tokens tokens, boolean gateStart) {
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
        defaultProfile = volume.readDefaultName();
        List<String> damaged = new ArrayList<>();
        for (Map.Entry<String, Credentials> left :
                volume.readCredentials(damaged).entrySet()) {
            if (Served.isServed(left.getValue(), now)) {
                states.put(left.getKey(), new RoleState(tokens.of(left.getKey()), left.getValue(), null, now, 0, null));
            }
        }
        publish(now);
        return damaged;
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
        List<String> current = new ArrayList<>();
        for (IssuedRole role : issued.roles()) {
            current.add(role.profile());
            if (!states.containsKey(role.profile())) {
                states.put(role.profile(), RoleState.unknown(tokens.of(role.profile()), now));
            }
            nextDefault = role.isDefault() ? role.profile() : nextDefault;
        }
        for (String profile : new ArrayList<>(states.keySet())) {
            if (!current.contains(profile) && !state(profile).isServed(now)) {
                states.remove(profile);
            }
        }
        settleDefault(now);
        write(now);
        publish(now);
    }

    /** A new default takes over when it has credentials, or the one before has none: a change drops nothing. */
    private void settleDefault(Instant now) {
        boolean gone = defaultProfile == null || !states.containsKey(defaultProfile);
        if (gone || nextDefault != null && (isServed(nextDefault, now) || !isServed(defaultProfile, now))) {
            defaultProfile = nextDefault;
        }
    }

    private boolean isServed(@Nullable String profile, Instant now) {
        RoleState state = profile == null ? null : states.get(profile);
        return state != null && state.isServed(now);
    }

    RoleState state(String profile) {
        RoleState state = states.get(profile);
        if (state == null) {
            throw new IllegalStateException("no profile " + profile);
        }
        return state;
    }

    Map<String, RoleState> states() {
        return states;
    }

    /** The file first: whoever waits for /started may read it at once. The endpoint serves even if the file fails. */
    void update(String profile, RoleState state, Instant now) {
        states.put(profile, state);
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
            volume.removeOthers(states.keySet());
            volume.writeDefaultToken(defaultToken);
            for (Map.Entry<String, RoleState> entry : states.entrySet()) {
                RoleState state = entry.getValue();
                Credentials credentials = state.credentials();
                volume.writeToken(entry.getKey(), state.token());
                if (credentials != null && state.isServed(now)) {
                    volume.writeCredentials(entry.getKey(), credentials);
                } else {
                    volume.removeCredentials(entry.getKey());
                }
            }
            volume.writeConfig(states.keySet(), defaultProfile);
            if (issuerBundle != null) {
                volume.writeIssuerBundle(issuerBundle);
            }
            volumeProblem = null;
        } catch (IOException e) {
            volumeProblem = "the volume cannot be written: " + e;
        }
    }

    private void publish(Instant now) {
        Map<String, Served.Profile> profiles = new HashMap<>();
        for (Map.Entry<String, RoleState> entry : states.entrySet()) {
            RoleState state = entry.getValue();
            profiles.put(
                    entry.getKey(),
                    new Served.Profile(
                            state.token(),
                            state.credentials(),
                            state.problem() == null ? issuerProblem : state.problem()));
        }
        RoleState defaultState = defaultProfile == null ? null : states.get(defaultProfile);
        boolean canBeRead = volumeProblem == null || volume.holds(defaultProfile, defaultToken);
        String notStarted = StartGate.notStartedBecause(
                gateStart,
                defaultState != null && defaultState.isServed(now) && canBeRead,
                last,
                defaultState,
                begun ? null : unanswered(),
                canBeRead ? issuerProblem : volumeProblem);
        begun |= notStarted == null;
        endpoints.serve(new Served(defaultToken, defaultProfile, profiles, notStarted));
    }

    /** A role of the last answer that AWS was not asked for yet. */
    private @Nullable String unanswered() {
        for (IssuedRole role : last == null ? List.<IssuedRole>of() : last.roles()) {
            RoleState state = states.get(role.profile());
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
