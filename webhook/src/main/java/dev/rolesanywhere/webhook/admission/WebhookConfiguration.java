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

/** The environment that the chart gives; {@code docs/architecture.md} has the table. A value that cannot be read stops the start. */
@ConfigMapping(prefix = "rolesanywhere")
interface WebhookConfiguration {
    Sidecar sidecar();

    Issuer issuer();

    Optional<Set<String>> excludedNamespaces();

    /** Where the docs are published. */
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

    /** Spelled as Kubernetes spells them. */
    enum PullPolicy {
        Always,
        IfNotPresent,
        Never
    }
}
