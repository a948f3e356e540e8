package dev.rolesanywhere.emulator;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The command line over the environment: {@code --tls-cert f} or {@code EMULATOR_TLS_CERT=f}. */
record Arguments(Map<String, String> values) {
    static final String USAGE = """
            Usage: emulator [--port 8080] [--host 0.0.0.0] [--config emulator.json] [--tls-cert cert.pem --tls-key key.pem]
            Each can be set in the environment instead: EMULATOR_PORT, EMULATOR_HOST, EMULATOR_CONFIG, EMULATOR_TLS_CERT, EMULATOR_TLS_KEY.""";

    private static final List<String> NAMES = List.of("port", "host", "config", "tls-cert", "tls-key");

    Arguments {
        values = Map.copyOf(values);
    }

    static Arguments parse(List<String> commandLine, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        for (String name : NAMES) {
            String variable = "EMULATOR_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
            Optional.ofNullable(environment.get(variable))
                    .filter(value -> !value.isBlank())
                    .ifPresent(value -> values.put(name, value));
        }
        for (int i = 0; i < commandLine.size(); i += 2) {
            String option = commandLine.get(i);
            if (!option.startsWith("--") || !NAMES.contains(option.substring(2)) || i + 1 == commandLine.size()) {
                throw new IllegalArgumentException("Not an option with a value: " + option);
            }
            values.put(option.substring(2), commandLine.get(i + 1));
        }
        if (values.containsKey("tls-cert") != values.containsKey("tls-key")) {
            throw new IllegalArgumentException("--tls-cert and --tls-key must be set together");
        }
        return new Arguments(values);
    }

    int port() {
        String port = values.getOrDefault("port", "8080");
        try {
            int number = Integer.parseUnsignedInt(port);
            if (number <= 65_535) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message.
        }
        throw new IllegalArgumentException("--port must be a number from 0 to 65535, not " + port);
    }

    String host() {
        return values.getOrDefault("host", "0.0.0.0");
    }

    Optional<Path> file(String name) {
        return Optional.ofNullable(values.get(name)).map(Path::of);
    }
}
