package dev.rolesanywhere.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/**
 * A parser of untrusted bytes, and its invariants.
 *
 * @param seeds valid inputs to start from
 * @param check fails on every exception that the parser does not declare, and on a violated invariant
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
