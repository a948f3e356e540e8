package dev.rolesanywhere.webhook.admission;

import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.webhook.settings.SidecarLog;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The environment variables from the chart; {@code docs/architecture.md} has the table. An invalid value stops the start. */
@ConfigMapping(prefix = "rolesanywhere")
interface WebhookConfiguration {
    Sidecar sidecar();

    Issuer issuer();

    NodeAgent nodeAgent();

    Optional<Set<String>> excludedNamespaces();

    /** Base URL of the published docs. */
    Optional<URI> docsUrl();

    interface Sidecar {
        String image();

        @WithDefault("IfNotPresent")
        PullPolicy imagePullPolicy();

        Optional<List<String>> imagePullSecrets();

        @WithDefault("100m")
        String cpu();

        @WithDefault("96Mi")
        String memory();

        @WithDefault("Endpoint")
        Delivery delivery();

        @WithDefault("WaitForCredentials")
        Startup startup();

        Optional<String> region();

        Optional<Set<String>> after();

        @WithDefault("INFO")
        SidecarLog.Level logLevel();

        @WithDefault("JSON")
        SidecarLog.Format logFormat();
    }

    interface Issuer {
        URI url();

        Path bundleFile();
    }

    /** The agent of each node. */
    interface NodeAgent {
        @WithDefault("false")
        boolean enabled();

        /** Of the init container that waits; the sidecar's where it is absent. */
        Optional<String> image();

        @WithDefault(dev.rolesanywhere.crds.contract.NodeAgent.ADDRESS)
        String address();

        @WithDefault("" + dev.rolesanywhere.crds.contract.NodeAgent.PORT)
        int port();
    }

    /** Spelled as Kubernetes spells them. */
    enum PullPolicy {
        Always,
        IfNotPresent,
        Never
    }
}
