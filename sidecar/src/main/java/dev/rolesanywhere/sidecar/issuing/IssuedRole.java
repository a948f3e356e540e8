package dev.rolesanywhere.sidecar.issuing;

import dev.rolesanywhere.client.session.SessionRequest;
import dev.rolesanywhere.client.signing.SigningIdentity;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One role of an issuing answer: the leaf, and how it is exchanged. */
public record IssuedRole(
        String name,
        String profile,
        boolean isDefault,
        String region,
        URI endpoint,
        @Nullable URI proxy,
        @Nullable String caBundle,
        SessionRequest session,
        SigningIdentity identity,
        Instant notAfter,
        long waitSeconds) {}
