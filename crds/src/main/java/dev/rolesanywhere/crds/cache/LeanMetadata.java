package dev.rolesanywhere.crds.cache;

import dev.rolesanywhere.crds.contract.Annotations;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of an object's metadata that is used here. */
public final class LeanMetadata {
    private static final String OURS = Annotations.DOMAIN + "/";

    private LeanMetadata() {}

    /** Without labels, and with our own annotations only: kubectl's last-applied annotation repeats the whole object. */
    public static ObjectMeta of(ObjectMeta metadata) {
        ObjectMeta lean = new ObjectMeta();
        lean.setName(metadata.getName());
        lean.setNamespace(
                metadata.getNamespace() == null ? null : metadata.getNamespace().intern());
        lean.setUid(metadata.getUid());
        lean.setResourceVersion(metadata.getResourceVersion());
        lean.setGeneration(metadata.getGeneration());
        lean.setCreationTimestamp(metadata.getCreationTimestamp());
        lean.setDeletionTimestamp(metadata.getDeletionTimestamp());
        lean.setAnnotations(ours(metadata.getAnnotations()));
        // The model creates a collection for each of these, 250 bytes in all.
        lean.setLabels(Map.of());
        lean.setFinalizers(List.of());
        lean.setOwnerReferences(List.of());
        lean.setManagedFields(List.of());
        return lean;
    }

    /** The annotations of our domain. */
    public static Map<String, String> ours(@Nullable Map<String, String> annotations) {
        return annotations == null || annotations.keySet().stream().noneMatch(key -> key.startsWith(OURS))
                ? Map.of()
                : annotations.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(OURS))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
