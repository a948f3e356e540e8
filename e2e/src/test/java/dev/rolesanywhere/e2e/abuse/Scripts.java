package dev.rolesanywhere.e2e.abuse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The files in {@code src/test/resources/abuse}. */
final class Scripts {
    private Scripts() {}

    static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Scripts.class.getResourceAsStream("/abuse/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
