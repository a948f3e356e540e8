package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.injection.Injector.Injection;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reviews a pod in YAML, with the settings of a chart that has node agents and excludes namespace kube-system. */
final class PodReview {
    /** The default role, without a region. */
    static final BoundRole READER = role("reader", true, null);

    static final ChartSettings.SidecarSettings SIDECAR = new ChartSettings.SidecarSettings(
            "registry.example.org/sidecar:0.1.0", "IfNotPresent", List.of(), "50m", "96Mi", SidecarLog.ordinary());

    private static final ChartSettings CHART = new ChartSettings(
            "0.1.0",
            SIDECAR,
            new ChartSettings.Issuer("https://issuer.aws.svc", "bundle"),
            Optional.of(
                    new ChartSettings.NodeAgentSettings("registry.example.org/sidecar:0.1.0", "169.254.170.23", 9913)),
            Set.of(),
            Set.of("kube-system"),
            Delivery.Endpoint,
            Startup.WaitForCredentials,
            null);

    private PodReview() {}

    static BoundRole role(String name, boolean makesDefault, @Nullable String region) {
        return new BoundRole(name, name, makesDefault, true, null, null, region, null, null);
    }

    static PodView pod(String yaml) {
        return new PodView((ObjectNode) yaml(yaml));
    }

    static JsonNode yaml(String text) {
        try {
            return Case.YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Injection review(String pod, BoundRole... roles) {
        return review("shop", pod, Map.of(), roles);
    }

    static Injection review(
            String namespace, String pod, Map<String, String> serviceAccountAnnotations, BoundRole... roles) {
        PodView reviewed = pod(pod);
        // Every pod of the API server has metadata.
        reviewed.json().withObject("/metadata");
        return new Injector(CHART, new Random(1))
                .inject(new Candidate(namespace, reviewed, serviceAccountAnnotations, List.of(roles)));
    }
}
