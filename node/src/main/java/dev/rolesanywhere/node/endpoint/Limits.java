package dev.rolesanywhere.node.endpoint;

import java.net.InetAddress;

/** How much of the agent a pod or an address may use. For the listener's thread. */
final class Limits {
    /** An SDK sends one request in minutes. A pod may have many processes. */
    private static final int BURST = 400;

    private static final int PER_SECOND = 200;

    /** A token that was not verified before costs a signature. A pod has a new token each eight minutes. */
    private static final int VERIFICATIONS_BURST = 64;

    private static final int VERIFICATIONS_PER_SECOND = 8;

    /** Addresses of a node's pods, and UIDs of pods. */
    private static final int REMEMBERED = 2048;

    private final Allowances addresses = new Allowances(10 * BURST, 10 * PER_SECOND, REMEMBERED);
    private final Allowances verifications = new Allowances(VERIFICATIONS_BURST, VERIFICATIONS_PER_SECOND, REMEMBERED);
    private final Allowances pods = new Allowances(BURST, PER_SECOND, REMEMBERED);

    /** Applied before anything of the request is read. Pods on the node's network share an address. */
    boolean request(InetAddress address) {
        return addresses.take(address, System.nanoTime());
    }

    /** Before a signature is verified. */
    boolean verification(InetAddress address) {
        return verifications.take(address, System.nanoTime());
    }

    /** The token was good. */
    void verified(InetAddress address) {
        verifications.giveBack(address);
    }

    boolean pod(String uid) {
        return pods.take(uid, System.nanoTime());
    }
}
