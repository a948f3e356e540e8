package dev.rolesanywhere.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Jazzer calls this class. It requires static methods, so only this class has static state. */
public final class Driver {
    /** Name of a target; without it the first byte of an input chooses. */
    static final String TARGET = "fuzz.target";

    /** File that gets a line {@code <name> <inputs>} for each target. */
    static final String COUNTS = "fuzz.counts";

    private static final List<Target> TARGETS =
            System.getProperty(TARGET) == null ? Targets.all() : List.of(Targets.named(System.getProperty(TARGET)));
    private static final long[] TRIED = new long[TARGETS.size()];

    private Driver() {}

    /** Runs each seed once, so that the classes are loaded and instrumented before the time starts. */
    public static void fuzzerInitialize() throws Exception {
        for (Target target : TARGETS) {
            for (byte[] seed : target.seeds()) {
                target.check().feed(seed);
            }
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (TARGETS.size() == 1) {
            feed(0, input);
        } else if (input.length > 0) {
            feed((input[0] & 0xff) % TARGETS.size(), Arrays.copyOfRange(input, 1, input.length));
        }
    }

    public static void fuzzerTearDown() {
        try {
            Files.write(
                    Path.of(System.getProperty(COUNTS)),
                    IntStream.range(0, TRIED.length)
                            .mapToObj(i -> TARGETS.get(i) + " " + TRIED[i])
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void feed(int target, byte[] input) throws Exception {
        TRIED[target]++;
        TARGETS.get(target).check().feed(input);
    }
}
