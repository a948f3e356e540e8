package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.webhook.binding.IssuerAddresses;
import dev.rolesanywhere.webhook.settings.ChartSettings;
import dev.rolesanywhere.webhook.settings.ChartSettings.NodeAgentSettings;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The chart's settings with the current issuer bundle. */
@ApplicationScoped
class ChartSettingsSource {
    private final WebhookConfiguration configuration;
    private final IssuerBundle bundle;
    private final IssuerAddresses addresses;
    private final String version;

    ChartSettingsSource(
            WebhookConfiguration configuration,
            IssuerBundle bundle,
            IssuerAddresses addresses,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.configuration = configuration;
        this.bundle = bundle;
        this.addresses = addresses;
        this.version = version;
    }

    /** @throws IOException if the issuer bundle cannot be read */
    ChartSettings current() throws IOException {
        WebhookConfiguration.Sidecar sidecar = configuration.sidecar();
        return new ChartSettings(
                version,
                new ChartSettings.SidecarSettings(
                        sidecar.image(),
                        sidecar.imagePullPolicy().name(),
                        sidecar.imagePullSecrets().orElse(List.of()),
                        sidecar.cpu(),
                        sidecar.memory(),
                        new SidecarLog(sidecar.logLevel(), sidecar.logFormat())),
                new ChartSettings.Issuer(configuration.issuer().url().toString(), addresses.current(), bundle.pem()),
                nodeAgent(configuration.nodeAgent(), sidecar.image()),
                sidecar.after().orElse(Set.of()),
                configuration.excludedNamespaces().orElse(Set.of()),
                sidecar.delivery(),
                sidecar.startup(),
                sidecar.region().orElse(null));
    }

    private static Optional<NodeAgentSettings> nodeAgent(WebhookConfiguration.NodeAgent agent, String sidecarImage) {
        return agent.enabled()
                ? Optional.of(new NodeAgentSettings(agent.image().orElse(sidecarImage), agent.address(), agent.port()))
                : Optional.empty();
    }
}
