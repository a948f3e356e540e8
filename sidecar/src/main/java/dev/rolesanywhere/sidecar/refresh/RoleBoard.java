package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.endpoint.Endpoints;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.issuing.Issued;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
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
    private @Nullable Issued last;
    private @Nullable String issuerProblem;

    RoleBoard(CredentialsVolume volume, Endpoints endpoints, Tokens tokens, boolean gateStart) {
        this.volume = volume;
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.gateStart = gateStart;
    }

    /** What a sidecar before this one left and is still valid. */
    void restore(Instant now) throws IOException {
        volume.prepare();
        defaultToken = tokens.ofDefault();
        defaultProfile = volume.readDefaultName();
        for (Map.Entry<String, Credentials> left : volume.readCredentials().entrySet()) {
            if (left.getValue().expiration().isAfter(now)) {
                states.put(left.getKey(), new RoleState(tokens.of(left.getKey()), left.getValue(), now, 0, null));
            }
        }
        publish(now);
    }

    void issuerFailed(String problem, Instant now) {
        issuerProblem = problem;
        publish(now);
    }

    /** Takes over which roles there are. One that is gone is served until its credentials expire, then removed. */
    void issued(Issued issued, Instant now) throws IOException {
        last = issued;
        issuerProblem = null;
        List<String> current = new ArrayList<>();
        String newDefault = null;
        for (IssuedRole role : issued.roles()) {
            current.add(role.profile());
            if (!states.containsKey(role.profile())) {
                states.put(role.profile(), RoleState.unknown(tokens.of(role.profile()), now));
            }
            newDefault = role.isDefault() ? role.profile() : newDefault;
        }
        for (String profile : new ArrayList<>(states.keySet())) {
            if (!current.contains(profile) && !state(profile).isValid(now)) {
                states.remove(profile);
                volume.remove(profile);
            }
        }
        if (newDefault != null || defaultProfile == null || !states.containsKey(defaultProfile)) {
            defaultProfile = newDefault;
        }
        try {
            volume.writeConfig(states.keySet(), defaultProfile);
            writeAgain(now);
        } finally {
            publish(now);
        }
    }

    /** Each round: heals what a full or damaged volume did not take before. */
    private void writeAgain(Instant now) throws IOException {
        for (Map.Entry<String, RoleState> entry : states.entrySet()) {
            Credentials credentials = entry.getValue().credentials();
            if (credentials != null && entry.getValue().isValid(now)) {
                volume.writeCredentials(entry.getKey(), credentials);
            }
        }
    }

    RoleState state(String profile) {
        RoleState state = states.get(profile);
        if (state == null) {
            throw new IllegalStateException("no profile " + profile);
        }
        return state;
    }

    /** The file first: whoever waits for /started may read it at once. The endpoint serves even if the file fails. */
    void update(String profile, RoleState state, Instant now) throws IOException {
        states.put(profile, state);
        Credentials credentials = state.credentials();
        try {
            if (credentials != null && state.problem() == null) {
                volume.writeCredentials(profile, credentials);
            }
        } finally {
            publish(now);
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
        endpoints.serve(new Served(
                defaultToken,
                defaultProfile,
                profiles,
                StartGate.notStartedBecause(
                        gateStart,
                        defaultState != null && defaultState.isValid(now),
                        last,
                        defaultState,
                        issuerProblem)));
    }
}
