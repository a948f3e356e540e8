package dev.rolesanywhere.plugin.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the cluster, same as kubectl's. */
final class ClusterOptions {
    private static final int TIMEOUT_MILLIS = 15_000;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig file. Default: $KUBECONFIG, else ~/.kube/config.")
    private @Nullable File kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context of the kubeconfig.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace. Default: the context's, else default.")
    private @Nullable String namespace;

    Session open() {
        Config found = read();
        if (context != null && !isKnown(found, context)) {
            throw new PluginException(
                    ExitCode.USAGE,
                    "The kubeconfig has no context %s. Available contexts: %s.".formatted(context, names(found)));
        }
        Config config = new ConfigBuilder(found)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .withConnectionTimeout(TIMEOUT_MILLIS)
                .withRequestRetryBackoffLimit(1)
                .build();
        String chosen = namespace == null ? config.getNamespace() : namespace;
        return new Session(
                new KubernetesClientBuilder().withConfig(config).build(),
                Objects.requireNonNullElse(chosen, "default"));
    }

    private Config read() {
        if (kubeconfig == null) {
            Config found = Config.autoConfigure(context);
            if (found.getCurrentContext() == null && !hasToken(found) && !hasFile()) {
                throw new PluginException(
                        ExitCode.USAGE,
                        "No kubeconfig was found. Set --kubeconfig FILE or $KUBECONFIG; 'kubectl config view' shows the one that kubectl uses.");
            }
            return found;
        }
        if (!kubeconfig.canRead()) {
            throw new PluginException(
                    ExitCode.USAGE,
                    "The file %s cannot be read. Set --kubeconfig to a readable file.".formatted(kubeconfig));
        }
        return Config.fromKubeconfig(context, kubeconfig);
    }

    /** In a pod, the client reads the token of the ServiceAccount as the automatic one. */
    private static boolean hasToken(Config config) {
        return config.getOauthToken() != null || config.getAutoOAuthToken() != null;
    }

    private static boolean hasFile() {
        return Config.getKubeconfigFilenames().stream().anyMatch(name -> new File(name).canRead());
    }

    private static boolean isKnown(Config config, String context) {
        return config.getContexts().stream().anyMatch(known -> context.equals(known.getName()));
    }

    private static String names(Config config) {
        return config.getContexts().isEmpty()
                ? "none"
                : config.getContexts().stream().map(known -> known.getName()).collect(Collectors.joining(", "));
    }
}
