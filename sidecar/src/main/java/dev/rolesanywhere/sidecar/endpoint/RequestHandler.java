package dev.rolesanywhere.sidecar.endpoint;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Decides on the answer to a request. */
public interface RequestHandler {
    /**
     * @param address of the client
     * @param again whether the request was already handled without an answer
     * @param last whether the client stops waiting, so that an answer is required
     * @return null to let the client wait; the request is handled again later
     */
    @Nullable
    Answer answer(RequestHead request, InetAddress address, boolean again, boolean last);
}
