package dev.rolesanywhere.node.prepare;

import java.io.IOException;
import java.net.InetAddress;

/** The agent's address for pods, on a separate link without a network. An existing address stays. */
public final class NodeAddress {
    private static final int PERMISSION = 1;
    private static final int EXISTS = 17;
    private static final int NOT_SUPPORTED = 95;

    private final String link;
    private final InetAddress address;

    /** @param link its name */
    public NodeAddress(String link, InetAddress address) {
        this.link = link;
        this.address = address;
    }

    /** @throws IOException with what to change */
    public void create() throws IOException {
        try (Netlink netlink = new Netlink()) {
            int made = netlink.request(NetlinkRequest.link(link, "dummy"));
            if (made == NOT_SUPPORTED) {
                // A bridge without ports has no network either, and nodes that run pods support bridges.
                made = netlink.request(NetlinkRequest.link(link, "bridge"));
            }
            accepted(made, "the link could not be created");
            int index = netlink.index(link);
            accepted(netlink.request(NetlinkRequest.up(index)), "the link could not be started");
            accepted(netlink.request(NetlinkRequest.address(index, address)), "the address could not be added");
            accepted(
                    netlink.request(NetlinkRequest.route(index, address)),
                    "the route to the address could not be added");
        }
    }

    private void accepted(int error, String problem) throws IOException {
        if (error == PERMISSION) {
            throw new IOException(
                    "Link " + link + " with address " + address.getHostAddress() + ": " + problem
                            + ", because the container lacks the capability NET_ADMIN. If a cluster policy removes the capability, exempt the agent's namespace from the policy");
        } else if (error != 0 && error != EXISTS) {
            throw new IOException("Link " + link + " with address " + address.getHostAddress() + ": " + problem
                    + " (error " + error + " of the kernel)");
        }
    }
}
