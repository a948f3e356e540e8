package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.operator.caller.Bearers;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import java.util.Optional;

/** What the server asks about each request. */
interface Decisions {
    /** What is answered whoever asks and whatever the body says. Never blocks. */
    Optional<Answer> beforeReading(String path);

    /** May block; never throws. */
    Answer answer(String path, Bearers bearers, String address, byte[] body);

    /** A request was refused before anybody looked at who called. */
    void unread(IssuingReason reason);
}
