package dev.rolesanywhere.node.endpoint;

import java.net.InetAddress;

/** The limits of a pod and of an address. For the listener's thread. */
final class Limits {
    /** An SDK sends one request every few minutes. A pod may have many processes. */
    private static final int BURST = 400;

    private static final int PER_SECOND = 200;

    /** The agent must verify the signature of each new token. A pod gets a new token every eight minutes. */
    private static final int VERIFICATIONS_BURST = 64;

    private static final int VERIFICATIONS_PER_SECOND = 8;

    /** Addresses of a node's pods, and UIDs of pods. */
    private static final int REMEMBERED = 2048;

    private final Allowances addresses = new Allowances(10 * BURST, 10 * PER_SECOND, REMEMBERED);
    private final Allowances verifications = new Allowances(VERIFICATIONS_BURST, VERIFICATIONS_PER_SECOND, REMEMBERED);
    private final Allowances pods = new Allowances(BURST, PER_SECOND, REMEMBERED);

    /** Applied before the request is read. Pods on the node's network share an address. */
    boolean request(InetAddress address) {
        return addresses.take(address, System.nanoTime());
    }

    /** Before a signature is verified. */
    boolean verification(InetAddress address) {
        return verifications.take(address, System.nanoTime());
    }

    /** The token was valid. */
    void verified(InetAddress address) {
        verifications.giveBack(address);
    }

    boolean pod(String uid) {
        return pods.take(uid, System.nanoTime());
    }
}
