package dev.rolesanywhere.node.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory for the agent's state. Only the agent's user has access. */
public final class OwnedDirectory {
    private static final String USER = "unix:uid";

    private final Path path;
    private final int user;

    public OwnedDirectory(Path path, int user) {
        this.path = path;
        this.user = user;
    }

    /** @throws IOException with what to change */
    public void create() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setAttribute(path, USER, user, LinkOption.NOFOLLOW_LINKS);
        }
        Object owner = Files.getAttribute(path, USER, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || !owner.equals(user)) {
            throw new IOException(
                    path + " on the node belongs to user " + owner + " or is not a directory; the agent runs as user "
                            + user + ". Remove " + path + " on the node: pods get new credentials then");
        }
    }

    /** Whether the files of this directory would be on a disk. */
    public boolean isOnDisk() throws IOException {
        String type = Files.getFileStore(path).type();
        return !type.equals("tmpfs") && !type.equals("ramfs");
    }
}
