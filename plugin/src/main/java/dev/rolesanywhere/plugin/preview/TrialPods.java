package dev.rolesanywhere.plugin.preview;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The two dry-run pods of a workload: one without injection, and one as if no binding were a dry run. */
record TrialPods(Pod without, Pod with) {
    private static final String GENERATED = "rolesanywhere-preview-";

    static TrialPods of(String namespace, PodTemplateSpec template) {
        return new TrialPods(
                pod(namespace, template, Annotations.INJECT, "false"),
                pod(namespace, template, Annotations.PREVIEW, "true"));
    }

    private static Pod pod(String namespace, PodTemplateSpec template, String key, String value) {
        Map<String, String> labels = new HashMap<>();
        Map<String, String> annotations = new HashMap<>();
        if (template.getMetadata() != null) {
            labels.putAll(Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.<String, String>of()));
            annotations.putAll(
                    Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.<String, String>of()));
        }
        labels.remove(Labels.INJECTED);
        labels.remove(Labels.ROLE);
        if (key.equals(Annotations.INJECT)) {
            // The webhook rejects the two annotations together.
            annotations.remove(Annotations.ROLE);
        }
        annotations.put(key, value);
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withGenerateName(GENERATED)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpecLike(template.getSpec())
                .withNodeName(null)
                .withEphemeralContainers()
                .endSpec()
                .build();
    }
}
