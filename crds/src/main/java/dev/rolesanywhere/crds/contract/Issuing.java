package dev.rolesanywhere.crds.contract;

/** The issuing protocol between sidecar and operator; its messages are in docs/architecture.md. */
public final class Issuing {
    /** Audience of the pod's projected ServiceAccount token. */
    public static final String AUDIENCE = "rolesanywhere.dev";

    public static final String CERTIFICATES_PATH = "/v1/certificates";
    public static final String OUTCOMES_PATH = "/v1/outcomes";

    /** For node agents only: the public keys for verifying the API server's ServiceAccount tokens. */
    public static final String KEYS_PATH = "/v1/keys";

    /** In a report: a client has requested credentials from the sidecar. */
    public static final String CLIENTS_ASKED = "Asked";

    /**
     * In a report: no client has requested credentials, although the pod's containers have been running for ten
     * minutes.
     */
    public static final String CLIENTS_NEVER_ASKED = "NeverAsked";

    /**
     * In a request: the sidecar or agent assumes target roles. The operator issues roles with a target role only to
     * such callers.
     */
    public static final String SUPPORTS_TARGET_ROLE = "TargetRole";

    /** Lifetime of the projected token in seconds; Kubernetes allows no less than 600. */
    public static final long TOKEN_SECONDS = 600;

    /** Label that the active replica sets on its own pod, value {@code "true"}; the Service selects it. */
    public static final String ACTIVE_LABEL = Annotations.DOMAIN + "/active";

    private Issuing() {}
}
