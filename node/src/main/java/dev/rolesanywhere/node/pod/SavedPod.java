package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.refresh.PodStore;
import dev.rolesanywhere.sidecar.refresh.RoleState;
import dev.rolesanywhere.sidecar.refresh.RoleStates;
import dev.rolesanywhere.sidecar.volume.StoredCredentials;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One pod's file. Clients authenticate with the pod's own token, so the file contains no endpoint tokens. For one
 * thread.
 */
final class SavedPod implements PodStore {
    /** The endpoint rejects an empty token, so clients cannot use this value. */
    private static final String NO_TOKEN = "";

    private final StateDirectory directory;
    private final AgentPod pod;
    private SavedState state;
    private String written = "";
    private @Nullable String problem;

    SavedPod(StateDirectory directory, AgentPod pod, SavedState state) {
        this.directory = directory;
        this.pod = pod;
        this.state = state;
    }

    @Override
    public List<String> restore(RoleStates roles, Instant now) {
        roles.restore(state.defaultRole(), state.profiles(), state.ofDefault(), now);
        return List.of();
    }

    @Override
    public String defaultToken() {
        return NO_TOKEN;
    }

    @Override
    public String token(String role) {
        return NO_TOKEN;
    }

    /** All pods share the connection to the operator, which is stored with the keys. */
    @Override
    public void keep(String bundle) {}

    @Override
    public void write(RoleStates roles, Instant now) {
        Map<String, StoredCredentials> profiles = new TreeMap<>();
        for (Map.Entry<String, String> profile : roles.profiles().entrySet()) {
            StoredCredentials stored = stored(roles, profile.getValue(), now);
            if (stored != null) {
                profiles.put(profile.getKey(), stored);
            }
        }
        String role = roles.defaultRole();
        state = new SavedState(
                state.identity(),
                state.keys(),
                pod.newestToken(),
                pod.seenAt(),
                state.clients(),
                role,
                profiles,
                role == null ? null : stored(roles, role, now));
        flush();
    }

    private static @Nullable StoredCredentials stored(RoleStates roles, String role, Instant now) {
        RoleState known = roles.states().get(role);
        Credentials credentials = known == null || !known.isServed(now) ? null : known.credentials();
        return credentials == null ? null : new StoredCredentials(role, credentials);
    }

    /** Includes the token and the time of the pod's last request, which may change while the roles stay the same. */
    void flush() {
        state = new SavedState(
                state.identity(),
                state.keys(),
                pod.newestToken(),
                pod.seenAt(),
                state.clients(),
                state.defaultRole(),
                state.profiles(),
                state.ofDefault());
        String json = state.json();
        if (json.equals(written)) {
            return;
        }
        try {
            directory.write(state.identity().uid(), json);
            written = json;
            problem = null;
        } catch (IOException e) {
            problem = "the state of the pod cannot be written: " + e;
        }
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    /** Containers cannot read files of the agent. */
    @Override
    public boolean canBeRead(RoleStates roles) {
        return true;
    }

    @Override
    public @Nullable String clients() {
        return state.clients();
    }

    @Override
    public void keepClients(String clients) {
        state = new SavedState(
                state.identity(),
                state.keys(),
                state.token(),
                state.seenAt(),
                clients,
                state.defaultRole(),
                state.profiles(),
                state.ofDefault());
        flush();
    }
}
