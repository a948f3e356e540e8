package dev.rolesanywhere.plugin.preview;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.contract.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The changes between a pod with injection and the same pod without it. Everything in both pods comes from elsewhere. */
final class Difference {
    private static final Set<String> OF_THE_TRIAL = Set.of(Annotations.PREVIEW, Annotations.INJECT);

    /** The API server's own token, whose volume name is random. */
    private static final String OWN_TOKEN = "kube-api-access-";

    private final JsonNode without;
    private final JsonNode with;
    private final List<Change> changes = new ArrayList<>();

    private Difference(JsonNode without, JsonNode with) {
        this.without = without;
        this.with = with;
    }

    static List<Change> between(JsonNode without, JsonNode with) {
        Difference difference = new Difference(without, with);
        difference.containers("initContainers", "init container");
        difference.containers("containers", "container");
        difference.volumes();
        difference.entries("labels", "label");
        difference.entries("annotations", "annotation");
        difference.pullSecrets();
        return List.copyOf(difference.changes);
    }

    private void containers(String field, String kind) {
        for (JsonNode container : with.path("spec").path(field)) {
            String name = container.path("name").asText();
            Optional<JsonNode> before = named(without.path("spec").path(field), "name", name);
            if (before.isEmpty()) {
                changes.add(new Change(
                        "", kind, name, "image " + container.path("image").asText()));
            } else {
                variables(name, before.get().path("env"), container.path("env"));
                mounts(name, before.get().path("volumeMounts"), container.path("volumeMounts"));
            }
        }
    }

    private void variables(String container, JsonNode before, JsonNode after) {
        for (JsonNode variable : after) {
            String name = variable.path("name").asText();
            if (named(before, "name", name).filter(variable::equals).isEmpty()) {
                changes.add(new Change(
                        container,
                        "variable",
                        name,
                        variable.has("valueFrom")
                                ? "(from elsewhere)"
                                : variable.path("value").asText()));
            }
        }
    }

    private void mounts(String container, JsonNode before, JsonNode after) {
        for (JsonNode mount : after) {
            String path = mount.path("mountPath").asText();
            if (!mount.path("name").asText().startsWith(OWN_TOKEN)
                    && named(before, "mountPath", path).isEmpty()) {
                changes.add(new Change(
                        container, "mount", path, mount.path("readOnly").asBoolean() ? "read-only" : ""));
            }
        }
    }

    private void volumes() {
        for (JsonNode volume : with.path("spec").path("volumes")) {
            String name = volume.path("name").asText();
            if (!name.startsWith(OWN_TOKEN)
                    && named(without.path("spec").path("volumes"), "name", name).isEmpty()) {
                String kind = volume.propertyStream()
                        .map(field -> field.getKey())
                        .filter(field -> !field.equals("name"))
                        .findFirst()
                        .orElse("");
                changes.add(new Change("", "volume", name, kind));
            }
        }
    }

    private void entries(String field, String kind) {
        with.path("metadata").path(field).properties().stream()
                .filter(entry -> !OF_THE_TRIAL.contains(entry.getKey()))
                .filter(entry -> !entry.getValue()
                        .equals(without.path("metadata").path(field).path(entry.getKey())))
                .forEach(entry -> changes.add(
                        new Change("", kind, entry.getKey(), entry.getValue().asText())));
    }

    private void pullSecrets() {
        for (JsonNode secret : with.path("spec").path("imagePullSecrets")) {
            String name = secret.path("name").asText();
            if (named(without.path("spec").path("imagePullSecrets"), "name", name)
                    .isEmpty()) {
                changes.add(new Change("", "pull secret", name, ""));
            }
        }
    }

    private static Optional<JsonNode> named(JsonNode list, String key, String name) {
        Stream<JsonNode> items = list.valueStream();
        return items.filter(item -> item.path(key).asText().equals(name)).findFirst();
    }
}
