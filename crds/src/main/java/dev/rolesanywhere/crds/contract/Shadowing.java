package dev.rolesanywhere.crds.contract;

import java.util.List;

/** Variables that SDKs look at before what is delivered here, so that a container which sets one does not use its pod's credentials. */
public final class Shadowing {
    /** Before profile files, so before anything that is delivered. */
    public static final List<String> BEFORE_FILES = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE");

    /** Besides, before the container endpoint. */
    public static final List<String> BEFORE_ENDPOINT =
            List.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE");

    private Shadowing() {}
}
