package dev.rolesanywhere.emulator.fault;

import dev.rolesanywhere.emulator.protocol.Answer;

/** How an answer reaches the caller, if it does. */
public sealed interface Delivery {
    /** As it should. */
    record Whole(Answer answer) implements Delivery {}

    /** Half of the body, then the connection ends. */
    record Cut(Answer answer) implements Delivery {}

    /** The connection ends without a byte. */
    record Nothing() implements Delivery {}
}
