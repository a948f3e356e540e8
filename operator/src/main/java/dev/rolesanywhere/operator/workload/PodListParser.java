package dev.rolesanywhere.operator.workload;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a list of pods one by one, and of each pod only what {@link ObservedPod} uses, a tenth of it. */
final class PodListParser {
    private final ObjectMapper mapper = new ObjectMapper(PodJson.factory());
    private final ObjectReader pods;
    private final ObjectReader metadata;

    /** @param next where the next page begins; null after the last page */
    record Page(int size, @Nullable String next) {}

    PodListParser() {
        mapper.addMixIn(ObjectMeta.class, OfMetadata.class)
                .addMixIn(PodSpec.class, OfSpec.class)
                .addMixIn(Container.class, OfContainer.class)
                .addMixIn(Volume.class, OfVolume.class)
                .addMixIn(PodStatus.class, OfStatus.class)
                .addMixIn(ContainerStatus.class, OfContainerStatus.class);
        // The model's classes need its modules.
        var ignored = new KubernetesSerialization(mapper, false);
        this.pods = mapper.readerFor(Pod.class);
        this.metadata = mapper.readerFor(ListMeta.class);
    }

    Page parse(byte[] list, Consumer<Pod> pod) {
        int size = 0;
        String next = null;
        try (JsonParser json = mapper.createParser(list)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("items") && json.currentToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        pod.accept(pods.readValue(json));
                        size++;
                    }
                } else if (field.equals("metadata")) {
                    ListMeta meta = metadata.readValue(json);
                    next = meta.getContinue();
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a list of pods", e);
        }
        return new Page(size, next == null || next.isEmpty() ? null : next);
    }

    @JsonIncludeProperties({"name", "namespace", "uid", "annotations", "creationTimestamp", "deletionTimestamp"})
    private interface OfMetadata {}

    @JsonIncludeProperties({
        "serviceAccountName",
        "initContainers",
        "containers",
        "volumes",
        "nodeName",
        "os",
        "nodeSelector"
    })
    private interface OfSpec {}

    @JsonIncludeProperties({"name", "env", "envFrom", "volumeMounts"})
    private interface OfContainer {}

    @JsonIncludeProperties("name")
    private interface OfVolume {}

    @JsonIncludeProperties({"phase", "conditions", "initContainerStatuses", "containerStatuses"})
    private interface OfStatus {}

    @JsonIncludeProperties({"name", "started", "restartCount", "state", "lastState"})
    private interface OfContainerStatus {}
}
