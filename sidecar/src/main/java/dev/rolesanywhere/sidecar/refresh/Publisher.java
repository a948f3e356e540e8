package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes one pod's roles to the endpoint as one snapshot. For one thread. */
final class Publisher {
    private final RoleStates roles;
    private final PodStore store;
    private final ServedPod served;
    private final boolean gateStart;
    private boolean begun;

    Publisher(RoleStates roles, PodStore store, ServedPod served, boolean gateStart) {
        this.roles = roles;
        this.store = store;
        this.served = served;
        this.gateStart = gateStart;
    }

    /** @param bundle verifies the issuer's certificate from now on */
    void issued(String bundle, Instant now) {
        store.keep(bundle);
        writeAndPublish(now);
    }

    /**
     * Writes the files first, because a client that waits for /started may read them immediately. The endpoint serves
     * even if a file fails.
     */
    void writeAndPublish(Instant now) {
        store.write(roles, now);
        publish(now);
    }

    void publish(Instant now) {
        Map<String, Served.Profile> byRole = new HashMap<>();
        for (Map.Entry<String, RoleState> entry : roles.states().entrySet()) {
            RoleState state = entry.getValue();
            String problem = roles.problem(entry.getKey(), state);
            byRole.put(entry.getKey(), new Served.Profile(state.token(), state.credentials(), problem));
        }
        Map<String, Served.Profile> byProfile = new HashMap<>();
        for (Map.Entry<String, String> entry : roles.profiles().entrySet()) {
            Served.Profile profile = byRole.get(entry.getValue());
            if (profile != null) {
                byProfile.put(entry.getKey(), profile);
            }
        }
        String notStarted = notStartedBecause(now);
        begun |= notStarted == null;
        served.serve(new Served(store.defaultToken(), roles.defaultRole(), byProfile, byRole, notStarted));
    }

    private @Nullable String notStartedBecause(Instant now) {
        String role = roles.defaultRole();
        RoleState state = role == null ? null : roles.states().get(role);
        boolean canBeRead = store.canBeRead(roles);
        return StartGate.notStartedBecause(
                gateStart,
                state != null && state.isServed(now) && canBeRead,
                roles.last(),
                role == null || state == null || roles.isIssued(role)
                        ? state
                        : state.because(roles.problem(role, state)),
                begun ? null : roles.unanswered(),
                canBeRead ? roles.issuerProblem() : store.problem());
    }
}
