package dev.rolesanywhere.operator.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** JSON of pods. Kubernetes limits the size of a pod, and not the length of the names that its metadata may contain. */
final class PodJson {
    private PodJson() {}

    static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(StreamReadConstraints.DEFAULT_MAX_STRING_LEN)
                        .build())
                .build();
    }
}
