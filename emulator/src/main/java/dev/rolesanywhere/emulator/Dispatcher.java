package dev.rolesanywhere.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.caller.S3Xml;
import dev.rolesanywhere.emulator.caller.StsXml;
import dev.rolesanywhere.emulator.fault.Delivery;
import dev.rolesanywhere.emulator.fault.Faults;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the call of a request, applies faults, and writes refusals in the request's protocol. */
final class Dispatcher {
    private final List<Route> routes;
    private final Faults faults;
    private final Consumer<String> log;

    Dispatcher(List<Route> routes, Faults faults, Consumer<String> log) {
        this.routes = List.copyOf(routes);
        this.faults = faults;
        this.log = log;
    }

    Delivery dispatch(Request request) {
        try {
            for (Route route : routes) {
                Optional<List<String>> segments = route.match(request);
                if (segments.isPresent()) {
                    return call(route, request, segments.get());
                }
            }
            throw Refusal.of(ErrorType.UNKNOWN_OPERATION, "No such operation: " + request);
        } catch (Refusal refusal) {
            return new Delivery.Whole(refused("-", said(request, refusal), request, refusal));
        }
    }

    private Delivery call(Route route, Request request, List<String> segments) {
        try {
            return route.kind() == Route.Kind.ADMIN
                    ? new Delivery.Whole(answer(route, request, segments))
                    : faults.apply(route.operation(), request, asked -> answer(route, asked, segments));
        } catch (Refusal refusal) {
            return new Delivery.Whole(refused(route, request, refusal));
        }
    }

    private Answer answer(Route route, Request request, List<String> segments) {
        try {
            Answer answer = route.call().answer(request, segments);
            log.accept(route.operation() + " " + answer.status() + " " + request.id());
            return answer;
        } catch (Refusal refusal) {
            return refused(route, request, refusal);
        } catch (RuntimeException e) {
            // Reports a bug of the emulator as an internal error instead of closing the connection.
            String reason = "The emulator failed: " + e.getClass().getName();
            return refused(route, request, Refusal.of(ErrorType.INTERNAL_FAILURE, "Internal failure", reason));
        }
    }

    private Answer refused(Route route, Request request, Refusal refusal) {
        Answer answer = route.kind() == Route.Kind.S3 ? S3Xml.refusal(refusal, request.id()) : said(request, refusal);
        return refused(route.operation(), answer, request, refusal);
    }

    private Answer refused(String operation, Answer answer, Request request, Refusal refusal) {
        log.accept(operation + " " + refusal.status() + " " + request.id() + " " + refusal.code() + ": "
                + refusal.getMessage() + because(refusal));
        return answer.with("X-Emulator-Reason", refusal.reason().replaceAll("[^ -~]", "?"));
    }

    /** In the request's protocol: STS's if the path is the root and no header names the operation. */
    private static Answer said(Request request, Refusal refusal) {
        return request.path().equals("/") && request.target().isEmpty()
                ? StsXml.refusal(refusal, request.id())
                : json(refusal);
    }

    private static String because(Refusal refusal) {
        return refusal.reason().equals(refusal.getMessage()) ? "" : " (" + refusal.reason() + ")";
    }

    private static Answer json(Refusal refusal) {
        ObjectNode body = Json.object().put("__type", refusal.code()).put("message", refusal.getMessage());
        return Answer.json(refusal.status(), body).with("X-Amzn-ErrorType", refusal.code());
    }
}
