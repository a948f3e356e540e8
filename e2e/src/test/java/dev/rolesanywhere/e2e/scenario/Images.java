package dev.rolesanywhere.e2e.scenario;

import com.github.dockerjava.api.DockerClient;
import dev.rolesanywhere.e2e.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;

/** Carries images from the Docker engine into the cluster's node. */
public final class Images {
    private static final Path ARCHIVES = Path.of("target", "image-archives");

    private Images() {}

    /** Whether the engine has it; a machine without a client's toolchain does not. */
    static boolean exist(String image) {
        return !DockerClientFactory.lazyClient()
                .listImagesCmd()
                .withImageNameFilter(image)
                .exec()
                .isEmpty();
    }

    /** @param images {@code name:tag}, built by {@code make workloads} */
    public static void load(Cluster cluster, List<String> images) {
        try {
            cluster.load(archive(images));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Saved once for all clusters and all JVMs of a run. The name differs for a rebuilt image. A file lock belongs to
     * the whole JVM.
     */
    private static synchronized Path archive(List<String> images) throws IOException {
        DockerClient docker = DockerClientFactory.lazyClient();
        String ids = images.stream()
                .map(image -> docker.inspectImageCmd(image).exec().getId())
                .collect(Collectors.joining(" "));
        String list = hash(String.join(" ", images));
        Files.createDirectories(ARCHIVES);
        Path archive = ARCHIVES.resolve(list + "-" + hash(ids) + ".tar");
        try (FileChannel lock =
                FileChannel.open(ARCHIVES.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (!Files.exists(archive)) {
                try (DirectoryStream<Path> older = Files.newDirectoryStream(ARCHIVES, list + "-*")) {
                    for (Path file : older) {
                        Files.delete(file);
                    }
                }
                save(docker, images, archive);
            }
        }
        return archive;
    }

    private static void save(DockerClient docker, List<String> images, Path archive) throws IOException {
        var save = docker.saveImagesCmd();
        for (String image : images) {
            int colon = image.lastIndexOf(':');
            save.withImage(image.substring(0, colon), image.substring(colon + 1));
        }
        Path part = archive.resolveSibling(archive.getFileName() + ".part");
        try (InputStream saved = save.exec()) {
            Files.copy(saved, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
