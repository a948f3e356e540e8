package dev.rolesanywhere.crds.contract;

import java.util.List;

/** Variables that SDKs read before the injected credentials. A container that sets one does not use the injected credentials. */
public final class Shadowing {
    /** Read before profile files, so before all injected credentials. */
    public static final List<String> BEFORE_FILES = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE");

    /** Read before the container endpoint too. */
    public static final List<String> BEFORE_ENDPOINT =
            List.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE");

    /** Whether clients use the variable instead of the injected credentials, judged from the pod's spec. */
    public enum Certainty {
        Certain,
        /** Depends on a value or file that is not in the pod's spec. */
        Possible,
        /** Clients ignore an empty key or file name. */
        None
    }

    /**
     * @param name of a variable of the lists above
     * @param value as written in the pod; empty if it comes from elsewhere
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
