package dev.rolesanywhere.sidecar.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tmpfs of a few pages over a directory, which keeps its files: what the pod's volume is, and as easily full. */
record SmallDisk(Path directory) implements AutoCloseable {
    private static final String FILLER = "filler";

    /** Empty if this process may not mount, which needs root. */
    static Optional<SmallDisk> over(Path directory) throws IOException, InterruptedException {
        Map<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file, Files.readAllBytes(file));
            }
        }
        if (run("mount", "-t", "tmpfs", "-o", "size=128k", "none", directory.toString()) != 0) {
            return Optional.empty();
        }
        for (var file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.write(file.getKey(), file.getValue());
        }
        return Optional.of(new SmallDisk(directory));
    }

    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(directory.resolve(FILLER))) {
            byte[] page = new byte[4096];
            for (int written = 0; written < 1000; written++) {
                filler.write(page);
            }
            throw new IllegalStateException("the disk is not small");
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left on device")) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(directory.resolve(FILLER));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", directory.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // The program does not exist, which counts as a missing permission.
            return -1;
        }
    }
}
