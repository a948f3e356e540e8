package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** Whether a pod can run on Windows nodes only. */
final class WindowsPod {
    private static final String WINDOWS = "windows";
    private static final List<String> LABELS = List.of("kubernetes.io/os", "beta.kubernetes.io/os");
    private static final String OPTIONS = "/securityContext/windowsOptions";

    private WindowsPod() {}

    static boolean is(PodView pod) {
        JsonNode spec = pod.json().path("spec");
        String os = spec.at("/os/name").asText();
        return os.isEmpty() ? selects(spec) || requires(spec) || hasOptions(pod, spec) : os.equals(WINDOWS);
    }

    private static boolean selects(JsonNode spec) {
        return LABELS.stream()
                .anyMatch(
                        label -> spec.path("nodeSelector").path(label).asText().equals(WINDOWS));
    }

    /** A node must match one of the terms, so each of them must require Windows. */
    private static boolean requires(JsonNode spec) {
        JsonNode terms =
                spec.at("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");
        return !terms.isEmpty() && terms.valueStream().allMatch(WindowsPod::asksForWindows);
    }

    private static boolean asksForWindows(JsonNode term) {
        return term.path("matchExpressions").valueStream().anyMatch(WindowsPod::isForWindows);
    }

    private static boolean isForWindows(JsonNode expression) {
        List<String> values =
                expression.path("values").valueStream().map(JsonNode::asText).toList();
        return LABELS.contains(expression.path("key").asText())
                && switch (expression.path("operator").asText()) {
                    case "In" -> values.equals(List.of(WINDOWS));
                    case "NotIn" -> values.contains("linux") && !values.contains(WINDOWS);
                    default -> false;
                };
    }

    /** Options that Kubernetes accepts only for Windows pods: hostProcess, gmsaCredentialSpec, runAsUserName. */
    private static boolean hasOptions(PodView pod, JsonNode spec) {
        return Stream.concat(Stream.of(spec), pod.othersContainers().map(ContainerView::json))
                .anyMatch(part -> !part.at(OPTIONS).isEmpty());
    }
}
