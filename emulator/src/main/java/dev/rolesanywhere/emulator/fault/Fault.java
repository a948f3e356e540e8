package dev.rolesanywhere.emulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.protocol.ClockShift;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import java.time.Duration;

/** An intentional fault. */
public sealed interface Fault {
    /** The answer is delayed. */
    record Slow(Duration delay) implements Fault {}

    /** The request is refused with this status, code and message. */
    record Fail(int status, String code, String message) implements Fault {}

    /** Requests above the rate get {@code 400 ThrottlingException}. */
    record Throttle(int perSecond) implements Fault {}

    /** The connection is closed without an answer. */
    record Away() implements Fault {}

    /** The request is carried out, and the connection is closed in the middle of the answer's body. */
    record Reset() implements Fault {}

    /** {@code 201} with no credentials in it. */
    record EmptyCredentialSet() implements Fault {}

    /** {@code 201} with a body that is not JSON, independent of its content type. */
    record Garbage() implements Fault {}

    /** AWS's clocks are wrong. */
    record Clock(ClockShift shift) implements Fault {}

    /** Reads definitions such as {@code {"kind": "slow", "milliseconds": 500}}. */
    static Fault read(JsonNode json) {
        String kind = Json.requiredText(json, "kind");
        return switch (kind) {
            case "slow" -> new Slow(Duration.ofMillis(positive(json, "milliseconds")));
            case "fail" ->
                new Fail(
                        status(json),
                        Json.text(json, "code").orElse("InternalFailure"),
                        Json.text(json, "message").orElse("A configured fault"));
            case "throttle" -> new Throttle(notNegative(json, "perSecond"));
            case "away" -> new Away();
            case "reset" -> new Reset();
            case "emptyCredentialSet" -> new EmptyCredentialSet();
            case "garbage" -> new Garbage();
            case "clock" ->
                new Clock(new ClockShift(offset(json, "offsetSeconds"), offset(json, "certificateOffsetSeconds")));
            default ->
                throw Refusal.invalid("Unknown fault '" + kind
                        + "'; write slow, fail, throttle, away, reset, emptyCredentialSet, garbage or clock");
        };
    }

    private static int status(JsonNode json) {
        int status = Json.integer(json, "status").orElse(500);
        if (status < 200 || status > 599) {
            throw Refusal.invalid("status must be an HTTP status from 200 to 599");
        }
        return status;
    }

    private static Duration offset(JsonNode json, String member) {
        return Duration.ofSeconds(Json.integer(json, member).orElse(0));
    }

    private static int positive(JsonNode json, String member) {
        int number = notNegative(json, member);
        if (number == 0) {
            throw Refusal.invalid(member + " must be above 0");
        }
        return number;
    }

    private static int notNegative(JsonNode json, String member) {
        int number = Json.integer(json, member).orElseThrow(() -> Json.missing(member));
        if (number < 0) {
            throw Refusal.invalid(member + " must not be negative");
        }
        return number;
    }
}
