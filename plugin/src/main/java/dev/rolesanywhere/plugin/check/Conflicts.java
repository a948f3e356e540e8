package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Before an installation: existing CRDs of our group that Helm cannot replace. */
final class Conflicts {
    private static final String NAME = "CRDs of an earlier installation";
    private static final String GROUP = "rolesanywhere.dev";
    private static final String RELEASE = "meta.helm.sh/release-name";

    private Conflicts() {}

    static Fact of(List<CustomResourceDefinition> all) {
        List<CustomResourceDefinition> ours = all.stream()
                .filter(crd -> GROUP.equals(crd.getSpec().getGroup()))
                .toList();
        List<String> foreign = ours.stream()
                .filter(crd -> release(crd).isEmpty())
                .map(crd -> crd.getMetadata().getName())
                .toList();
        if (!foreign.isEmpty()) {
            return Fact.bad(
                    NAME,
                    "Helm does not own " + String.join(", ", foreign),
                    "Install with crds.enabled=false and update the CRDs manually, or add Helm's labels and annotations so that Helm adopts them.",
                    Pages.of("operations.md"));
        }
        return ours.isEmpty()
                ? Fact.good(NAME, "none found")
                : Fact.good(NAME, "managed by the Helm release " + release(ours.getFirst()));
    }

    private static String release(CustomResourceDefinition crd) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(crd.getMetadata().getAnnotations(), Map.of());
        return annotations.getOrDefault(RELEASE, "");
    }
}
