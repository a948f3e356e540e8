package dev.rolesanywhere.crds.contract;

/** The container, volumes, files, ports and environment that the webhook gives a pod and the sidecar relies on. */
public final class Sidecar {
    public static final String CONTAINER = "aws-credentials";

    /** Contains our domain, because users who mount keys by hand use the older name {@code aws-credentials}. */
    public static final String CREDENTIALS_VOLUME = "rolesanywhere-dev-credentials";
    /** The name in pods that a version before 0.2 injected. */
    public static final String OLD_CREDENTIALS_VOLUME = "aws-credentials";

    public static final String CREDENTIALS_DIRECTORY = "/var/run/rolesanywhere.dev/credentials";
    /** Token of the default credential path, relative to {@link #CREDENTIALS_DIRECTORY}. */
    public static final String TOKEN_FILE = "token";
    /** Directory of one token per profile. */
    public static final String TOKENS_DIRECTORY = "tokens";
    /** Directory of one token per AWSRole, for {@link #ROLE_CREDENTIALS_PATH}. */
    public static final String ROLE_TOKENS_DIRECTORY = "role-tokens";
    /** Directory of one {@code <profile>.json} per profile, in credential_process format. */
    public static final String PROFILES_DIRECTORY = "profiles";

    /**
     * The default role's credentials, in credential_process format. Not the file of a profile, because a profile may move to another
     * role.
     */
    public static final String DEFAULT_CREDENTIALS_FILE = "default.json";
    /** Name of the AWSRole that is the pod's default, kept for a restart of the sidecar. */
    public static final String DEFAULT_ROLE_FILE = "default-role";

    /**
     * Names of profiles; they become file names, paths of the endpoint and sections of AWS config files. RE2 and Java interpret it the
     * same way.
     */
    public static final String PROFILE_PATTERN = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$";

    public static final String CONFIG_FILE = "config";
    /** {@link #CONFIG_FILE} without the default, because most SDKs would read it from the file before they call the endpoint. */
    public static final String PROFILES_CONFIG_FILE = "config-profiles";

    public static final String CREDENTIALS_FILE = "credentials";

    /** The newest bundle of the issuing endpoint, kept for a restart of the sidecar. */
    public static final String ISSUER_BUNDLE_FILE = "issuer-ca.pem";

    /** The sidecar's knowledge of its clients, kept for a restart. */
    public static final String CLIENTS_FILE = "clients";

    public static final String ISSUER_TOKEN_VOLUME = "rolesanywhere-dev-token";
    /** In pods that a version before 0.2 injected. */
    public static final String OLD_ISSUER_TOKEN_VOLUME = "aws-credentials-token";

    public static final String ISSUER_TOKEN_DIRECTORY = "/var/run/rolesanywhere.dev/token";
    public static final String ISSUER_TOKEN_FILE = "token";

    /** One directory per AWSTrustAnchor whose certificates another component keeps in files, named for it. */
    public static final String EXTERNAL_DIRECTORY = "/var/run/rolesanywhere.dev/external";
    /** Prefix of the volumes that the webhook adds for {@link #EXTERNAL_DIRECTORY}. */
    public static final String EXTERNAL_VOLUME_PREFIX = "rolesanywhere-dev-x509-";

    /** Loopback only. A pod on the node's network has another one, see {@link #ENV_ENDPOINT_PORT}. */
    public static final int ENDPOINT_PORT = 9911;
    /** Serves {@link #STARTED_PATH} and {@link #METRICS_PATH} and nothing else. */
    public static final int PROBE_PORT = 9912;

    public static final String STARTED_PATH = "/started";
    public static final String METRICS_PATH = "/metrics";
    /** The default role's credentials; {@code /<profile>} behind it for a named one. */
    public static final String CREDENTIALS_PATH = "/v1/credentials";
    /** With {@code /<AWSRole>}: that role's credentials, for every profile. A profile's name has no slash. */
    public static final String ROLE_CREDENTIALS_PATH = CREDENTIALS_PATH + "/role";

    public static final String ENV_ISSUER_URL = "ROLESANYWHERE_ISSUER_URL";
    public static final String ENV_ISSUER_CA = "ROLESANYWHERE_ISSUER_CA";
    /** Addresses of the issuing endpoint's Service, comma-separated; tried before its DNS name, which not every pod can resolve. */
    public static final String ENV_ISSUER_ADDRESSES = "ROLESANYWHERE_ISSUER_ADDRESSES";

    public static final String ENV_STARTUP = "ROLESANYWHERE_STARTUP";
    /** The pod's DNS policy, for messages. */
    public static final String ENV_DNS_POLICY = "ROLESANYWHERE_DNS_POLICY";
    /** The default of Kubernetes. */
    public static final String DEFAULT_DNS_POLICY = "ClusterFirst";
    /** {@code true} if clients may read files instead of calling the endpoint; the sidecar cannot observe file reads. */
    public static final String ENV_FILES = "ROLESANYWHERE_FILES";
    /** {@code INFO}(default) or {@code WARN}. */
    public static final String ENV_LOG_LEVEL = "ROLESANYWHERE_LOG_LEVEL";
    /** {@code JSON}(default) or {@code Text}. */
    public static final String ENV_LOG_FORMAT = "ROLESANYWHERE_LOG_FORMAT";
    /** In place of {@link #ENDPOINT_PORT}, in a pod on the node's network. */
    public static final String ENV_ENDPOINT_PORT = "ROLESANYWHERE_ENDPOINT_PORT";
    /** In place of {@link #PROBE_PORT}, in a pod on the node's network. */
    public static final String ENV_PROBE_PORT = "ROLESANYWHERE_PROBE_PORT";

    private Sidecar() {}
}
