package dev.rolesanywhere.sidecar.refresh;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the facts about one pod that survive a restart of the process, and the tokens of the pod's clients. For one
 * thread.
 */
public interface PodStore {
    /**
     * Restores the roles that a previous process stored.
     *
     * @return the files that could not be read
     */
    List<String> restore(RoleStates roles, Instant now) throws IOException;

    /** The token of the default path. */
    String defaultToken();

    /** The token of the role's paths. */
    String token(String role);

    /** Stores the CA bundle that the next process trusts. */
    void keep(String bundle);

    /** Writes everything each time, which also repairs files that a full or damaged disk has lost. */
    void write(RoleStates roles, Instant now);

    /** Why the store is incomplete; null if it is complete. */
    @Nullable
    String problem();

    /** Whether containers that read files find the default role's credentials. */
    boolean canBeRead(RoleStates roles);

    /** The stored state of the pod's clients; null if there is none. */
    @Nullable
    String clients();

    /** A state that cannot be stored is missing only after a restart. */
    void keepClients(String state);
}
