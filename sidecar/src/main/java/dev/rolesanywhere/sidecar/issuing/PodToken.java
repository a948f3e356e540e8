package dev.rolesanywhere.sidecar.issuing;

import java.time.Instant;
import java.util.Map;

/** The token that proves to the operator for which pod a request is. */
public interface PodToken {
    /** Adds the token, and the proof that the sender may have it, to the headers of one request. */
    void addTo(Map<String, String> headers) throws IssuingException;

    /** Whether the operator may accept the token now. Otherwise no request is sent. */
    boolean isFresh(Instant now);
}
