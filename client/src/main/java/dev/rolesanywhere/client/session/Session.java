package dev.rolesanywhere.client.session;

import org.jspecify.annotations.Nullable;

/** What CreateSession gave. */
public record Session(
        Credentials credentials,
        String assumedRoleArn,
        @Nullable String sourceIdentity,
        @Nullable String requestId) {}
