package dev.rolesanywhere.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of the parts on this machine. */
record Ports(int emulator, int issuer, int webhook, int operatorManagement, int webhookManagement) {
    /** The demo's ports, some of which are fixed. */
    static final Ports SHOWN = new Ports(18080, 18443, 18444, 18081, 18082);

    /** Free ports. */
    static Ports free() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var emulator = new ServerSocket(0, 1, loopback);
                var issuer = new ServerSocket(0, 1, loopback);
                var webhook = new ServerSocket(0, 1, loopback);
                var operatorManagement = new ServerSocket(0, 1, loopback);
                var webhookManagement = new ServerSocket(0, 1, loopback)) {
            return new Ports(
                    emulator.getLocalPort(),
                    issuer.getLocalPort(),
                    webhook.getLocalPort(),
                    operatorManagement.getLocalPort(),
                    webhookManagement.getLocalPort());
        }
    }
}
