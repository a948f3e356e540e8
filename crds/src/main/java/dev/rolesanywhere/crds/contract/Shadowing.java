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

    /** How sure it is, from the pod's spec alone, that clients take the variable and not the pod's credentials. */
    public enum Certainty {
        Certain,
        /** The value, or the content of the file that it names, decides, and stands elsewhere. */
        Possible,
        /** Clients read an empty key or file name as none. */
        None
    }

    /**
     * @param name of a variable of the lists above
     * @param value as it stands in the pod; empty where it stands elsewhere
     * @param elsewhere whether it comes from a Secret, a ConfigMap or a field
     * @param optional whether the key may be absent there
     */
    public static Certainty certainty(String name, String value, boolean elsewhere, boolean optional) {
        boolean profile = name.endsWith("PROFILE");
        if (!elsewhere && value.isEmpty() && !profile) {
            return Certainty.None;
        }
        boolean file = name.endsWith("CONFIG_FILE") || name.endsWith("CREDENTIALS_FILE");
        boolean unknown = optional || file || value.contains("$(") || (!elsewhere && value.isEmpty());
        return unknown ? Certainty.Possible : Certainty.Certain;
    }

    private Shadowing() {}
}
