package dev.rolesanywhere.sidecar.external;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that another component writes.
 *
 * @param owner name of the component, for messages
 */
record OwnedFile(Path path, String owner) {
    /** Certificates and a key are much shorter. */
    private static final int LONGEST = 256 * 1024;

    byte[] read() throws CertificateFilesException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] read = in.readNBytes(LONGEST + 1);
            if (read.length > LONGEST) {
                throw CertificateFilesException.invalid(
                        path + " is longer than " + LONGEST + " bytes: " + owner + " must write a shorter file");
            }
            return read;
        } catch (NoSuchFileException e) {
            throw CertificateFilesException.missing(path + " does not exist: " + owner + " must write it");
        } catch (AccessDeniedException e) {
            throw CertificateFilesException.invalid(
                    "the sidecar is not allowed to read " + path + ", because the file's mode is " + mode() + ": "
                            + owner + " must set mode 0640 and the group of the pod's securityContext.fsGroup");
        } catch (IOException e) {
            throw CertificateFilesException.halfway(
                    path + " cannot be read (" + e.getClass().getSimpleName() + "): " + owner + " writes it");
        }
    }

    /** Rejects a key that users other than the file's user and group can read or replace. */
    byte[] readSecret() throws CertificateFilesException {
        byte[] read = read();
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw CertificateFilesException.invalid(
                        "all users can read or replace the key " + path + ", because its mode is "
                                + PosixFilePermissions.toString(permissions) + ": " + owner
                                + " must set mode 0640 and the group of the pod's securityContext.fsGroup");
            }
            return read;
        } catch (IOException e) {
            throw CertificateFilesException.halfway("the mode of " + path + " cannot be read ("
                    + e.getClass().getSimpleName() + "): " + owner + " writes it");
        }
    }

    private String mode() {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
