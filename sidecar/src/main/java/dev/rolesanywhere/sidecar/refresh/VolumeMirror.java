package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The volume as the mirror of one pod's roles. For one thread. */
final class VolumeMirror {
    private final CredentialsVolume volume;
    private final RoleStates roles;
    private final Tokens tokens;
    private String defaultToken = "";
    private @Nullable String issuerBundle;
    private @Nullable String problem;

    VolumeMirror(CredentialsVolume volume, RoleStates roles, Tokens tokens) {
        this.volume = volume;
        this.roles = roles;
        this.tokens = tokens;
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
        List<String> damaged = new ArrayList<>();
        roles.restore(volume.readDefaultRole(), volume.readCredentials(damaged), volume.readDefaultCredentials(), now);
        return damaged;
    }

    /** The endpoint's token for the default path. */
    String defaultToken() {
        return defaultToken;
    }

    /** Why the volume does not hold what it should; null where it does. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Whether a container that reads the volume finds the default role's credentials. */
    boolean canBeRead() {
        return problem == null || volume.holds(roles.defaultRole(), defaultToken);
    }

    /** What a sidecar after this one is to trust. */
    void keep(String bundle) {
        issuerBundle = bundle;
    }

    /** All of it each time, which heals what a full or damaged volume did not take or keep. */
    void write(Instant now) {
        try {
            volume.removeOthers(roles.profiles().keySet(), roles.states().keySet());
            volume.writeDefaultToken(defaultToken);
            for (Map.Entry<String, RoleState> entry : roles.states().entrySet()) {
                volume.writeRoleToken(entry.getKey(), entry.getValue().token());
            }
            for (Map.Entry<String, String> entry : roles.profiles().entrySet()) {
                writeProfile(entry.getKey(), entry.getValue(), now);
            }
            writeDefault(now);
            volume.writeConfig(roles.profiles().keySet(), roles.defaultRole() != null);
            if (issuerBundle != null) {
                volume.writeIssuerBundle(issuerBundle);
            }
            problem = null;
        } catch (IOException e) {
            problem = "the volume cannot be written: " + e;
        }
    }

    private void writeProfile(String profile, String role, Instant now) throws IOException {
        RoleState state = roles.state(role);
        Credentials credentials = state.credentials();
        if (credentials != null && state.isServed(now)) {
            volume.writeCredentials(profile, role, credentials);
        } else {
            volume.removeCredentials(profile);
        }
        volume.writeToken(profile, state.token());
    }

    private void writeDefault(Instant now) throws IOException {
        String role = roles.defaultRole();
        RoleState state = role == null ? null : roles.states().get(role);
        Credentials credentials = state == null ? null : state.credentials();
        if (role != null && state != null && credentials != null && state.isServed(now)) {
            // Before the credentials, so that a restart in between moves the default nowhere.
            volume.writeDefaultRole(role);
            volume.writeDefaultCredentials(role, credentials);
        } else {
            volume.removeDefaultCredentials();
        }
    }
}
