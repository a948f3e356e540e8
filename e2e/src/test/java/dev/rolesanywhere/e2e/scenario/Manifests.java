package dev.rolesanywhere.e2e.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The YAML files of the scenarios, applied as {@code kubectl apply --server-side} does. */
public final class Manifests {
    private Manifests() {}

    public static List<HasMetadata> apply(KubernetesClient client, String file, String... replacements) {
        return client.load(new java.io.ByteArrayInputStream(
                        text(file, replacements).getBytes(StandardCharsets.UTF_8)))
                .forceConflicts()
                .serverSideApply();
    }

    /** The file with each {@code ${NAME}} replaced, given as name, value, name, value. */
    public static String text(String file, String... replacements) {
        try (InputStream in = Manifests.class.getResourceAsStream("/manifests/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no src/test/resources/manifests/" + file);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (int i = 0; i < replacements.length; i += 2) {
                text = text.replace("${" + replacements[i] + "}", replacements[i + 1]);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
