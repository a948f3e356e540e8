package dev.rolesanywhere.crds.contract;

/** Annotations that users set on a Pod, a ServiceAccount or an AWSTrustAnchor, and that the webhook sets on a Pod. */
public final class Annotations {
    /** Common prefix; the API group as well. */
    public static final String DOMAIN = "rolesanywhere.dev";

    /** {@code "false"}: do not inject this pod. Any other value is rejected. */
    public static final String INJECT = DOMAIN + "/inject";

    /** Name of an AWSRole that the pod requests; the role must be bound to the pod's ServiceAccount, and becomes the pod's default. */
    public static final String ROLE = DOMAIN + "/role";

    /** {@code Endpoint}, {@code Files} or {@code NodeAgent}. */
    public static final String DELIVERY = DOMAIN + "/delivery";

    /** {@code WaitForCredentials} or {@code DoNotWait}. */
    public static final String STARTUP = DOMAIN + "/startup";

    /** Comma-separated container names that get no credentials. */
    public static final String SKIP_CONTAINERS = DOMAIN + "/skip-containers";

    /** Comma-separated container names; only these get credentials. */
    public static final String INCLUDE_CONTAINERS = DOMAIN + "/include-containers";

    /**
     * Comma-separated {@code <container>=<AWSRole>}: the container gets the credentials of this role instead of the
     * pod's default role.
     */
    public static final String CONTAINER_ROLES = DOMAIN + "/container-roles";

    /** Value for AWS_REGION and AWS_DEFAULT_REGION if the container sets neither. */
    public static final String REGION = DOMAIN + "/region";

    /** {@code "true"} on a pod of a dry run of the API server: show it as if no AWSRoleBinding were a dry run. Without effect otherwise. */
    public static final String PREVIEW = DOMAIN + "/preview";

    /** Written by the webhook: the version that injected this pod. */
    public static final String INJECTED = DOMAIN + "/injected";

    /**
     * Written by the webhook on a pod that its node's agent serves: comma-separated names of the containers with the
     * token, the waiting one first. The guards compare the pod with it.
     */
    public static final String NODE_AGENT = DOMAIN + "/node-agent";

    /**
     * Written by the webhook: comma-separated {@code <container>/<variable>} that the user set and that look like the webhook's own
     * variables.
     */
    public static final String KEPT_VARIABLES = DOMAIN + "/kept-variables";

    /** On an AWSTrustAnchor, the fingerprint of its active CA: start a rotation that replaces this CA. */
    public static final String ROTATE = DOMAIN + "/rotate";

    /** On an AWSTrustAnchor, the fingerprint of its next CA: AWS trusts this CA, so it may sign. */
    public static final String ACTIVATE = DOMAIN + "/activate";

    /** On an AWSTrustAnchor, the fingerprint of a lost CA, or {@code unknown}: continue without this CA. */
    public static final String REPLACE_LOST_KEY = DOMAIN + "/replace-lost-key";

    /**
     * On an AWSTrustAnchor, a time (RFC 3339) at most 31 days ahead: until then a cluster that never had this CA may generate it, although
     * {@code spec.registrations} names a trust anchor in AWS already.
     */
    public static final String GENERATE_UNTIL = DOMAIN + "/generate-until";

    /** On an AWSTrustAnchor, any new value: correct the drift in AWS. */
    public static final String REAPPLY = DOMAIN + "/reapply";

    /** On a Secret: comma-separated names of the AWSTrustAnchors whose {@code secretRef} may name it. */
    public static final String CERTIFICATE_AUTHORITY_OF = DOMAIN + "/certificate-authority-of";

    /** On a Secret: comma-separated names of the AWSTrustAnchors whose {@code pinSecretRef} may name it. */
    public static final String PIN_OF = DOMAIN + "/pin-of";

    /** On a Secret, {@code "true"}: {@code proxySecretRef} may name it. */
    public static final String PROXY = DOMAIN + "/proxy";

    /** On a Secret, {@code "true"}: {@code caBundleSecretRef} may name it. */
    public static final String CA_BUNDLE = DOMAIN + "/ca-bundle";

    /** On the Secret of a CA, by the operator: the UID of the AWSTrustAnchor for which it generated the CA. */
    public static final String GENERATED_FOR = DOMAIN + "/generated-for";

    private Annotations() {}
}
