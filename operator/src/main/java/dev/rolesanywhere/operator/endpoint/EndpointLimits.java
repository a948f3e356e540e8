package dev.rolesanywhere.operator.endpoint;

import java.time.Duration;

/**
 * Limits of the issuing endpoint for untrusted clients.
 *
 * @param connections that wait for a handshake, the end of a request or the end of an answer
 * @param connectionsPerAddress the same for one address, which may be shared by all pods of a node
 * @param acceptedPerMinute accepted connections of one address per minute
 * @param decidedAtOnce concurrent decisions
 * @param decidedAtOncePerAddress the same for one address
 * @param handshake from the connection to the end of the TLS handshake
 * @param request from the connection to the end of the request, even if it arrives slowly
 * @param answer from there to the end of the answer
 */
record EndpointLimits(
        int connections,
        int connectionsPerAddress,
        int acceptedPerMinute,
        int decidedAtOnce,
        int decidedAtOncePerAddress,
        Duration handshake,
        Duration request,
        Duration answer) {
    /** A sidecar sends about 2 KiB. */
    static final int MAX_BODY = 64 * 1024;

    /** A token has 1 to 2 KiB. */
    static final int MAX_HEADERS = 16 * 1024;

    static final int MAX_REQUEST_LINE = 1024;

    private static final int CONNECTIONS = 512;
    private static final int ACCEPTED_PER_MINUTE = 1200;
    private static final int DECIDED_AT_ONCE = 128;
    private static final int DECIDED_AT_ONCE_PER_ADDRESS = 32;
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** @throws IllegalArgumentException if the setting is out of range, with the allowed values */
    static EndpointLimits with(int connectionsPerAddress) {
        if (connectionsPerAddress < 1 || connectionsPerAddress > CONNECTIONS) {
            throw new IllegalArgumentException(
                    "operator.issuing.connectionsPerAddress is %d: write a number from 1 to %d, such as 64"
                            .formatted(connectionsPerAddress, CONNECTIONS));
        }
        return new EndpointLimits(
                CONNECTIONS,
                connectionsPerAddress,
                ACCEPTED_PER_MINUTE,
                DECIDED_AT_ONCE,
                DECIDED_AT_ONCE_PER_ADDRESS,
                HANDSHAKE,
                REQUEST,
                ANSWER);
    }
}
