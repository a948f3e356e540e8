package dev.rolesanywhere.emulator.caller;

import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Query;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import java.util.List;

/** STS's GetCallerIdentity for sessions of this emulator, in any region, to check that credentials work. */
public final class GetCallerIdentity {
    private final SignedCalls calls;

    public GetCallerIdentity(SignedCalls calls) {
        this.calls = calls;
    }

    public List<Route> routes() {
        return List.of(
                Route.aws(
                        "GetCallerIdentity",
                        "POST",
                        "/",
                        (request, none) -> answer(request, Query.parse(request.bodyText()))),
                Route.aws("GetCallerIdentity", "GET", "/", (request, none) -> answer(request, request.parameters())));
    }

    private Answer answer(Request request, Query parameters) {
        String action = parameters.first("Action").orElse("");
        if (!action.equals("GetCallerIdentity")) {
            throw Refusal.of(
                    ErrorType.INVALID_ACTION,
                    "Could not find operation " + action + " for version "
                            + parameters.first("Version").orElse("NO_VERSION_SPECIFIED"));
        }
        return StsXml.callerIdentity(calls.caller(request, "sts"), request.id());
    }
}
