package dev.rolesanywhere.emulator.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param shift of the clock that dates it
 */
public record Answer(int status, Map<String, String> headers, String body, ClockShift shift) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, JsonNode body) {
        return text(status, "application/json", body.toString());
    }

    public static Answer text(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", contentType), body, ClockShift.NONE);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, shift);
    }

    public Answer shifted(ClockShift other) {
        return new Answer(status, headers, body, other);
    }

    /** Only the status: bodies hold credentials. */
    @Override
    public String toString() {
        return "Answer " + status;
    }
}
