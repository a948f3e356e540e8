package dev.rolesanywhere.emulator.fault;

import dev.rolesanywhere.emulator.protocol.Answer;

/** How an answer is delivered. */
public sealed interface Delivery {
    /** Completely. */
    record Whole(Answer answer) implements Delivery {}

    /** Half of the body, then the connection is closed. */
    record Cut(Answer answer) implements Delivery {}

    /** The connection is closed without a byte. */
    record Nothing() implements Delivery {}
}
