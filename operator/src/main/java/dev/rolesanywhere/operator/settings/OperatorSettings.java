package dev.rolesanywhere.operator.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** The installation's settings; the chart gives them as {@code ROLESANYWHERE_…} environment variables. */
@ConfigMapping(prefix = "rolesanywhere")
public interface OperatorSettings {
    /** The chart's full name; deployed objects are named after it. */
    @WithDefault("roles-anywhere-operator")
    String name();

    /** The release's namespace, which holds the operator's Secrets. */
    String namespace();

    /** This replica's pod, which is its identity in the Lease. */
    String podName();

    /** Namespaces that are left alone. */
    Optional<Set<String>> excludedNamespaces();

    /** Where the docs are published. */
    Optional<URI> docsUrl();

    /** The installation's defaults for how pods reach AWS. */
    Aws aws();

    Issuing issuing();

    Pkcs11 pkcs11();

    NodeAgents nodeAgent();

    PodCertificates podCertificates();

    interface PodCertificates {
        /** Whether PodCertificateRequests are answered. */
        @WithDefault("false")
        boolean enabled();
    }

    interface NodeAgents {
        /** Where the agents of nodes run; absent where there are none. */
        Optional<String> namespace();

        @WithDefault("roles-anywhere-node-agent")
        String serviceAccount();
    }

    interface Aws {
        /** Without user and password. */
        Optional<String> proxy();

        /** Name of the Secret that holds the proxy's URL with user and password. */
        Optional<String> proxySecret();

        /** Which ConfigMap of the operator's namespace holds the proxy's URL. */
        Entry proxyConfigMap();

        @WithDefault("false")
        boolean fips();

        @WithDefault("false")
        boolean dualStack();

        /** Whether endpoints may be without TLS: for the emulator. */
        @WithDefault("false")
        boolean allowInsecureEndpoints();

        Optional<String> endpoint();

        /** PEM. */
        Optional<String> caBundle();

        /** Which Secret of the operator's namespace holds that PEM. */
        Entry caBundleSecret();

        /** Which ConfigMap of the operator's namespace holds that PEM. */
        Entry caBundleConfigMap();

        /** The AWSRole by which the operator gets its own credentials; without one, AWS's standard chain gives them. */
        Optional<String> role();

        /** CreateSession calls a second, per account and region, that pods of this cluster may make together; from 2 to 1000. */
        @WithDefault("10")
        double createSessionRate();
    }

    /** One entry of an object; none where it has no name. */
    interface Entry {
        Optional<String> name();

        Optional<String> key();
    }

    interface Pkcs11 {
        /** Absolute paths of the modules that may be loaded; none where empty. */
        Optional<Set<String>> modules();
    }

    interface Issuing {
        /** 0 is any free port. */
        @WithDefault("8443")
        int port();

        /** Connections of one address at once, which may stand for all pods of a node; from 1 to 512. */
        @WithDefault("64")
        int connectionsPerAddress();
    }

    default boolean excludes(String namespace) {
        return excludedNamespaces().map(names -> names.contains(namespace)).orElse(false);
    }
}
