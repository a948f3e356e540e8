package dev.rolesanywhere.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/**
 * A parser of foreign bytes, and what must hold of it.
 *
 * @param seeds inputs that get far, to start from
 * @param check fails on anything but the exceptions that the parser declares, and where an invariant does not hold
 */
public record Target(String name, List<byte[]> seeds, Check check) {
    /** One input, one look. */
    @FunctionalInterface
    public interface Check {
        void feed(byte[] input) throws Exception;
    }

    public static Target of(String name, Check check, String... seeds) {
        return new Target(
                name, Stream.of(seeds).map(seed -> seed.getBytes(UTF_8)).toList(), check);
    }

    @Override
    public String toString() {
        return name;
    }
}
