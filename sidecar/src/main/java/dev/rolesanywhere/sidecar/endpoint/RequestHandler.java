package dev.rolesanywhere.sidecar.endpoint;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Decides on the answer to a request. */
public interface RequestHandler {
    /**
     * @param address of the client
     * @param again whether the request came before, and was not answered
     * @param last whether the client waits no longer, so that there must be an answer
     * @return null where the client is to wait: the request comes again later
     */
    @Nullable
    Answer answer(RequestHead request, InetAddress address, boolean again, boolean last);
}
