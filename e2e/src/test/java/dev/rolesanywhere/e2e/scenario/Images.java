package dev.rolesanywhere.e2e.scenario;

import dev.rolesanywhere.e2e.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/** Carries images from the Docker engine into the cluster's node. */
final class Images {
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
    static void load(Cluster cluster, List<String> images) {
        var save = DockerClientFactory.lazyClient().saveImagesCmd();
        for (String image : images) {
            int colon = image.lastIndexOf(':');
            save.withImage(image.substring(0, colon), image.substring(colon + 1));
        }
        try (InputStream archive = save.exec()) {
            Path file = Files.createTempFile("images", ".tar");
            Files.copy(archive, file, StandardCopyOption.REPLACE_EXISTING);
            cluster.load(file);
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
