package dev.rolesanywhere.sidecar.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a temporary file and renames it, so that a reader sees the old or the new file, never a partial one. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Readable for all UIDs, because containers that mount the volume may have any UID. */
    static void write(Path file, String text) throws IOException {
        write(file, text, "rw-r--r--");
    }

    /** @param permissions such as {@code rw-------}, set before the content is written */
    public static void write(Path file, String text, String permissions) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            Files.createFile(beside);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString(permissions));
            Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
