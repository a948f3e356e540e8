package dev.rolesanywhere.emulator.fault;

import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The active faults, and their effects on a call. */
public final class Faults {
    private final Clock clock;
    private final Consumer<Duration> pause;
    private final List<ActiveFault> active = new ArrayList<>();

    /**
     * Starts without faults.
     *
     * @param pause waits; replaceable in tests
     */
    public Faults(Clock clock, Consumer<Duration> pause) {
        this.clock = clock;
        this.pause = pause;
    }

    public List<Route> routes() {
        return List.of(
                Route.admin("PutFaults", "PUT", "/_emulator/faults", (request, none) -> put(request)),
                Route.admin("ListFaults", "GET", "/_emulator/faults", (request, none) -> list()),
                Route.admin("ClearFaults", "DELETE", "/_emulator/faults", (request, none) -> {
                    replace(List.of());
                    return list();
                }));
    }

    /** Runs a call with the active faults. */
    public Delivery apply(String operation, Request request, Function<Request, Answer> call) {
        Request asked = request;
        for (Fault fault : hitting(operation, request)) {
            switch (fault) {
                case Fault.Slow slow -> pause.accept(slow.delay());
                case Fault.Clock off -> asked = asked.shifted(off.shift());
                case Fault.Away away -> {
                    return new Delivery.Nothing();
                }
                case Fault.Reset reset -> {
                    return new Delivery.Cut(answer(asked, call));
                }
                case Fault.EmptyCredentialSet empty -> {
                    return new Delivery.Whole(
                            Answer.json(201, Json.object().set("credentialSet", Json.array(List.of()))));
                }
                case Fault.Garbage garbage -> {
                    return new Delivery.Whole(Answer.text(201, "application/json", "<html>{\"credentialSet\": [ {"));
                }
                case Fault.Fail fail ->
                    throw Refusal.of(fail.status(), fail.code(), fail.message(), "a configured fault");
                case Fault.Throttle throttle ->
                    throw Refusal.of(
                            ErrorType.THROTTLING, "Rate exceeded", "more than " + throttle.perSecond() + " a second");
            }
        }
        return new Delivery.Whole(answer(asked, call));
    }

    private static Answer answer(Request asked, Function<Request, Answer> call) {
        return call.apply(asked).shifted(asked.shift());
    }

    private synchronized List<Fault> hitting(String operation, Request request) {
        List<Fault> hitting = active.stream()
                .filter(fault -> fault.hits(operation, request, clock.instant()))
                .map(ActiveFault::fault)
                .toList();
        active.removeIf(ActiveFault::spent);
        return hitting;
    }

    /** One fault, or {@code {"faults": [...]}}; replaces the active faults. */
    private Answer put(Request request) {
        var body = Json.read(request.body());
        replace(Json.list(body, "faults").orElse(List.of(body)).stream()
                .map(ActiveFault::read)
                .toList());
        return list();
    }

    private synchronized void replace(List<ActiveFault> faults) {
        active.clear();
        active.addAll(faults);
    }

    private synchronized Answer list() {
        return Answer.json(
                200,
                Json.object()
                        .set(
                                "faults",
                                Json.array(
                                        active.stream().map(ActiveFault::json).toList())));
    }
}
