package dev.rolesanywhere.webhook.admission;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** The PEM bundle for the issuing endpoint's TLS, from the mounted file. */
@ApplicationScoped
public class IssuerBundle {
    private final Path file;
    private volatile @Nullable Read last;

    IssuerBundle(WebhookConfiguration configuration) {
        this.file = configuration.issuer().bundleFile();
    }

    /**
     * Reads the file again once it has changed.
     *
     * @throws IOException if the file is missing or has no certificate; a sidecar could not connect without it
     */
    public String pem() throws IOException {
        // The kubelet swaps a symbolic link, so the target file's time is used.
        FileTime modified = Files.getLastModifiedTime(file.toRealPath());
        Read known = last;
        if (known != null && known.modified.equals(modified)) {
            return known.pem;
        }
        String pem = Files.readString(file);
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException(file + " has no PEM certificate");
        }
        last = new Read(modified, pem);
        return pem;
    }

    private record Read(FileTime modified, String pem) {}
}
