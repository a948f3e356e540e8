package dev.rolesanywhere.crds.contract;

/** The address, volume, files and environment of a pod that the node agent serves, and the agent's own token. */
public final class NodeAgent {
    /** Audience of the token that a pod sends to the agent. The operator accepts it only from the agent. */
    public static final String AUDIENCE = Annotations.DOMAIN + "/node";

    /** Audience of the token with which the agent authenticates to the operator. */
    public static final String AGENT_AUDIENCE = Annotations.DOMAIN + "/node-agent";

    /** Header of the issuing protocol: {@code Bearer} and the agent's token, in addition to the pod's token. */
    public static final String AGENT_HEADER = "Rolesanywhere-Node-Agent";

    /** Lifetime of the agent's own token in seconds: longer than an outage of the API server that must pass unnoticed. */
    public static final long AGENT_TOKEN_SECONDS = 3600;

    /** One of the hosts to which AWS SDKs send a token without TLS. */
    public static final String ADDRESS = "169.254.170.23";

    public static final int PORT = 9913;

    /**
     * {@code 200} once the default role has an answer; a request for this path does not count as a request of an
     * application.
     */
    public static final String STARTED_PATH = "/v1/started";

    /** Lifetime of a pod's token in seconds, Kubernetes' shortest: only the pod's newest token counts. */
    public static final long TOKEN_SECONDS = 600;

    public static final String TOKEN_VOLUME = "rolesanywhere-dev-node-token";
    public static final String TOKEN_DIRECTORY = "/var/run/rolesanywhere.dev/node";
    public static final String TOKEN_FILE = "token";

    /** Init container that ends when the default role has an answer. */
    public static final String WAIT_CONTAINER = "aws-credentials-wait";

    /** Argument of the program in {@link #WAIT_CONTAINER}. */
    public static final String WAIT_ARGUMENT = "wait";

    /** The agent's address, for {@link #WAIT_CONTAINER}. */
    public static final String ENV_URL = "ROLESANYWHERE_NODE_AGENT_URL";

    /** A directory in the node's memory that belongs to the agent's user. */
    public static final String STATE_DIRECTORY = "/run/rolesanywhere.dev/node-agent";

    /** The link on the node that has the address. */
    public static final String LINK = "rolesanywhere0";

    public static final String ISSUER_CA_FILE = "/var/run/rolesanywhere.dev/issuer/ca.pem";
    public static final String AGENT_TOKEN_FILE = "/var/run/rolesanywhere.dev/agent/token";

    public static final String ENV_NODE = "ROLESANYWHERE_NODE_NAME";
    public static final String ENV_ADDRESS = "ROLESANYWHERE_NODE_AGENT_ADDRESS";
    public static final String ENV_PORT = "ROLESANYWHERE_NODE_AGENT_PORT";
    public static final String ENV_HEALTH_ADDRESS = "ROLESANYWHERE_NODE_AGENT_HEALTH_ADDRESS";
    public static final String ENV_HEALTH_PORT = "ROLESANYWHERE_NODE_AGENT_HEALTH_PORT";
    /** For the init container of the agent that creates {@link #STATE_DIRECTORY}: the number of the agent's user. */
    public static final String ENV_USER = "ROLESANYWHERE_NODE_AGENT_USER";

    public static final String ENV_STATE = "ROLESANYWHERE_NODE_AGENT_STATE";
    public static final String ENV_ISSUER_CA_FILE = "ROLESANYWHERE_ISSUER_CA_FILE";
    public static final String ENV_AGENT_TOKEN = "ROLESANYWHERE_NODE_AGENT_TOKEN";
    public static final String ENV_MOST_PODS = "ROLESANYWHERE_NODE_AGENT_MOST_PODS";

    private NodeAgent() {}
}
