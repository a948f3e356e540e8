package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mirrors one pod's roles in the volume. For one thread. */
public final class VolumeMirror implements PodStore {
    private final CredentialsVolume volume;
    private final Tokens tokens;
    private String defaultToken = "";
    private @Nullable String issuerBundle;
    private @Nullable String problem;

    public VolumeMirror(CredentialsVolume volume, SecureRandom random) {
        this.volume = volume;
        this.tokens = new Tokens(random, volume);
    }

    @Override
    public List<String> restore(RoleStates roles, Instant now) throws IOException {
        volume.prepare();
        defaultToken = tokens.ofDefault();
        if (!defaultToken.equals(volume.readDefaultToken())) {
            volume.writeDefaultToken(defaultToken);
        }
        List<String> damaged = new ArrayList<>();
        roles.restore(volume.readDefaultRole(), volume.readCredentials(damaged), volume.readDefaultCredentials(), now);
        return damaged;
    }

    @Override
    public String defaultToken() {
        return defaultToken;
    }

    @Override
    public String token(String role) {
        return tokens.of(role);
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    @Override
    public boolean canBeRead(RoleStates roles) {
        return problem == null || volume.holds(roles.defaultRole(), defaultToken);
    }

    @Override
    public void keep(String bundle) {
        issuerBundle = bundle;
    }

    @Override
    public @Nullable String clients() {
        return volume.readClients();
    }

    @Override
    public void keepClients(String state) {
        try {
            volume.writeClients(state);
        } catch (IOException e) {
            // The volume's own check reports the failure.
        }
    }

    @Override
    public void write(RoleStates roles, Instant now) {
        try {
            volume.removeOthers(roles.profiles().keySet(), roles.states().keySet());
            volume.writeDefaultToken(defaultToken);
            for (Map.Entry<String, RoleState> entry : roles.states().entrySet()) {
                volume.writeRoleToken(entry.getKey(), entry.getValue().token());
            }
            for (Map.Entry<String, String> entry : roles.profiles().entrySet()) {
                writeProfile(entry.getKey(), entry.getValue(), roles, now);
            }
            writeDefault(roles, now);
            volume.writeConfig(roles.profiles().keySet(), roles.defaultRole() != null);
            if (issuerBundle != null) {
                volume.writeIssuerBundle(issuerBundle);
            }
            problem = null;
        } catch (IOException e) {
            problem = "the volume cannot be written: " + e;
        }
    }

    private void writeProfile(String profile, String role, RoleStates roles, Instant now) throws IOException {
        RoleState state = roles.state(role);
        Credentials credentials = state.credentials();
        if (credentials != null && state.isServed(now)) {
            volume.writeCredentials(profile, role, credentials);
        } else {
            volume.removeCredentials(profile);
        }
        volume.writeToken(profile, state.token());
    }

    private void writeDefault(RoleStates roles, Instant now) throws IOException {
        String role = roles.defaultRole();
        RoleState state = role == null ? null : roles.states().get(role);
        Credentials credentials = state == null ? null : state.credentials();
        if (role != null && state != null && credentials != null && state.isServed(now)) {
            // Before the credentials, so that a restart in between does not change the default.
            volume.writeDefaultRole(role);
            volume.writeDefaultCredentials(role, credentials);
        } else {
            volume.removeDefaultCredentials();
        }
    }
}
