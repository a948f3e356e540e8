package dev.rolesanywhere.e2e.cluster;

/**
 * The node's ports that tests reach Services through. Unlike a port-forward, which is one stream through API server and kubelet for each connection and now and
 * then breaks, they follow the Service to whichever pod is behind it.
 */
public final class NodePorts {
    public static final int EMULATOR = 30080;
    public static final int ISSUER = 30443;

    /** Not the port of a Service, but of a Prometheus on the node itself. */
    public static final int PROMETHEUS = 30090;

    private NodePorts() {}
}
