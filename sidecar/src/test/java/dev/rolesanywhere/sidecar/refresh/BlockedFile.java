package dev.rolesanywhere.sidecar.refresh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the sidecar cannot write while a directory has its path. */
record BlockedFile(Path path) {
    void block() throws IOException {
        Files.deleteIfExists(path);
        Files.createDirectories(inTheWay());
    }

    void unblock() throws IOException {
        Files.delete(inTheWay());
        Files.delete(path);
    }

    private Path inTheWay() {
        return path.resolve("in-the-way");
    }
}
