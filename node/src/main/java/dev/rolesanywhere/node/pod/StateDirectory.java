package dev.rolesanywhere.node.pod;

import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file for each pod, in the node's memory and for the agent's user only. The file's name is the pod's UID. */
public final class StateDirectory {
    private static final String JSON = ".json";
    private static final String PODS = "pods";

    private final Path pods;
    private final JsonLog log;

    public StateDirectory(Path root, JsonLog log) {
        this.pods = root.resolve(PODS);
        this.log = log;
    }

    public void prepare() throws IOException {
        Files.createDirectories(pods);
        Files.setPosixFilePermissions(pods, PosixFilePermissions.fromString("rwx------"));
    }

    /** Reads what a previous agent stored. An unreadable file is deleted, and its pod starts without state. */
    List<SavedState> all() throws IOException {
        List<SavedState> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(pods)) {
            for (Path file : files) {
                SavedState state = read(file);
                if (state != null) {
                    found.add(state);
                }
            }
        }
        return found;
    }

    /** Null if the pod has no file. */
    @Nullable
    SavedState of(String uid) {
        return read(file(uid));
    }

    void write(String uid, String json) throws IOException {
        AtomicFile.write(file(uid), json, "rw-------");
    }

    void remove(String uid) {
        remove(file(uid));
    }

    private @Nullable SavedState read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            if (!name.endsWith(JSON)) {
                throw new MalformedJsonException("it is not a file of the agent");
            }
            SavedState state = SavedState.read(Files.readString(file));
            if (!name.equals(state.identity().uid() + JSON)) {
                throw new MalformedJsonException(
                        "it is of pod " + state.identity().uid());
            }
            return state;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            log.warn(
                    "StateUnreadable",
                    null,
                    "the file " + file + " cannot be used: " + e.getMessage(),
                    "The agent removes the file. The pod gets new credentials with its next request.");
            remove(file);
            return null;
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next agent reads and checks the remaining files.
        }
    }

    private Path file(String uid) {
        return pods.resolve(uid + JSON);
    }
}
