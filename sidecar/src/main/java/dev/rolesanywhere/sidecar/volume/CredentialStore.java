package dev.rolesanywhere.sidecar.volume;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the endpoint serves from: memory only. */
public final class CredentialStore {
    private final Map<String, HeldCredentials> held = new ConcurrentHashMap<>();
    private volatile @Nullable String defaultProfile;

    public void put(HeldCredentials credentials) {
        held.put(credentials.profile(), credentials);
    }

    public void defaultProfile(@Nullable String profile) {
        defaultProfile = profile;
    }

    public @Nullable String defaultProfile() {
        return defaultProfile;
    }

    /** @param profile empty for the default */
    public @Nullable HeldCredentials find(String profile) {
        String name = profile.isEmpty() ? defaultProfile : profile;
        return name == null ? null : held.get(name);
    }

    public boolean servesDefault(Instant now) {
        HeldCredentials credentials = find("");
        return credentials != null && credentials.usableAt(now);
    }

    public Iterable<HeldCredentials> all() {
        return held.values();
    }
}
