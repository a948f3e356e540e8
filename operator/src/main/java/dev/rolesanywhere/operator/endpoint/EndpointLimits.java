package dev.rolesanywhere.operator.endpoint;

import java.time.Duration;

/**
 * How much of the issuing endpoint strangers may use.
 *
 * @param connections that wait for a handshake, a request's end or an answer's end
 * @param connectionsPerAddress the same of one address, which may stand for all pods of a node
 * @param acceptedPerMinute connections of one address that are accepted in a minute
 * @param decidedAtOnce requests that are decided at once
 * @param decidedAtOncePerAddress the same of one address
 * @param handshake from the connection to the end of the TLS handshake
 * @param request from the connection to the end of the request, however slowly it comes
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

    /** @throws IllegalArgumentException if the setting cannot be kept, with what to write */
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
