package dev.rolesanywhere.emulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** An active fault, until it is cleared or its count is used up. Guarded by {@link Faults}. */
final class ActiveFault {
    private static final String EVERY_OPERATION = "*";

    private final Fault fault;
    private final String operation;
    private final Optional<String> role;
    private final JsonNode definition;
    private int remaining;
    private long second;
    private int thisSecond;

    private ActiveFault(Fault fault, String operation, OptionalInt times, JsonNode definition) {
        this.fault = fault;
        this.operation = operation;
        this.role = Json.text(definition, "role");
        this.definition = definition;
        this.remaining = times.orElse(Integer.MAX_VALUE);
    }

    /** Reads a fault with its {@code operation} (default CreateSession, {@code *} for all), {@code role} (default all) and {@code times} (default until cleared). */
    static ActiveFault read(JsonNode json) {
        OptionalInt times = Json.integer(json, "times");
        if (times.isPresent() && times.getAsInt() < 1) {
            throw Refusal.invalid("times must be above 0; omit it for a fault that stays until it is cleared");
        }
        return new ActiveFault(Fault.read(json), Json.text(json, "operation").orElse("CreateSession"), times, json);
    }

    Fault fault() {
        return fault;
    }

    boolean spent() {
        return remaining == 0;
    }

    /** Whether it applies to this request; if so, decreases its count. */
    boolean hits(String calledOperation, Request request, Instant now) {
        if (spent() || !(operation.equals(EVERY_OPERATION) || operation.equals(calledOperation))) {
            return false;
        }
        if (role.isPresent() && !role.equals(roleOf(request))) {
            return false;
        }
        if (fault instanceof Fault.Throttle throttle && !exceeds(throttle, now)) {
            return false;
        }
        remaining = remaining == Integer.MAX_VALUE ? remaining : remaining - 1;
        return true;
    }

    /** The name of the requested role, if the operation has one. */
    private static Optional<String> roleOf(Request request) {
        return Json.text(Json.read(request.body()), "roleArn")
                .or(() -> request.parameters().first("roleArn"))
                .flatMap(Arn::parse)
                .map(Arn::name);
    }

    private boolean exceeds(Fault.Throttle throttle, Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            thisSecond = 0;
        }
        thisSecond++;
        return thisSecond > throttle.perSecond();
    }

    JsonNode json() {
        var json = Json.object();
        definition.properties().forEach(member -> json.set(member.getKey(), member.getValue()));
        json.put("operation", operation);
        return remaining == Integer.MAX_VALUE ? json : json.put("times", remaining);
    }
}
