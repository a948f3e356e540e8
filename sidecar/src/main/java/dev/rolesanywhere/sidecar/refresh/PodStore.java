package dev.rolesanywhere.sidecar.refresh;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where what is known of one pod outlives its process, and the tokens that the pod's clients send. For one thread. */
public interface PodStore {
    /**
     * Gives the roles what a process before this one left.
     *
     * @return the files that could not be read
     */
    List<String> restore(RoleStates roles, Instant now) throws IOException;

    /** Of the default path. */
    String defaultToken();

    /** Of the role's paths. */
    String token(String role);

    /** What a process after this one is to trust. */
    void keep(String bundle);

    /** All of it each time, which heals what a full or damaged disk did not take or keep. */
    void write(RoleStates roles, Instant now);

    /** Why it does not hold what it should; null where it does. */
    @Nullable
    String problem();

    /** Whether containers that read files find the default role's credentials. */
    boolean canBeRead(RoleStates roles);

    /** What is known of the pod's clients; null where nothing is. */
    @Nullable
    String clients();

    /** A state that cannot be kept is missed only after a restart. */
    void keepClients(String state);
}
