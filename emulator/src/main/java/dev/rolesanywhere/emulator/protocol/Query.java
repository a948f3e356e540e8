package dev.rolesanywhere.emulator.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The decoded parameters of a query string or of a form body, in the order they were sent. */
public record Query(List<Parameter> parameters) {
    /** One decoded {@code name=value}. A missing value is empty. */
    public record Parameter(String name, String value) {}

    public Query {
        parameters = List.copyOf(parameters);
    }

    /** Reads {@code a=1&b=2}; {@code %XX} and {@code +} are decoded. */
    public static Query parse(String raw) {
        return new Query(Arrays.stream(raw.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(Query::parameter)
                .toList());
    }

    private static Parameter parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? new Parameter(decoded(pair), "")
                : new Parameter(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("Malformed percent-encoding in the query string");
        }
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }
}
