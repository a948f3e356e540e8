package dev.rolesanywhere.sidecar.issuing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** The token in a file. The file is read for each request, because the kubelet renews the token. */
public final class ProjectedToken implements PodToken {
    private final Path file;

    public ProjectedToken(Path file) {
        this.file = file;
    }

    @Override
    public void addTo(Map<String, String> headers) throws IssuingException {
        headers.put("Authorization", "Bearer " + text());
    }

    @Override
    public boolean isFresh(Instant now) {
        return true;
    }

    /** The present token. */
    public String text() throws IssuingException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IssuingException(
                    IssuingException.TOKEN_UNREADABLE,
                    "the projected token " + file + " cannot be read; the kubelet must provide it",
                    e);
        }
    }
}
