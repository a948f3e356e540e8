package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.caller.Bearers;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.util.Optional;

/** The server's decisions about a request. */
interface Decisions {
    /** The answer if neither the caller nor the body matters. Never blocks. */
    Optional<Answer> beforeReading(String path);

    /** May block; never throws. */
    Answer answer(String path, Bearers bearers, String address, byte[] body);

    /** A request was rejected before the caller was identified. */
    void unread(IssuingReason reason);
}
