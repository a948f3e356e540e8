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

    /** Excluded namespaces. */
    Optional<Set<String>> excludedNamespaces();

    /** Base URL of the published docs. */
    Optional<URI> docsUrl();

    /** The installation's default egress settings for pods. */
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
        /** The namespace of the node agents; absent without node agents. */
        Optional<String> namespace();

        @WithDefault("roles-anywhere-node-agent")
        String serviceAccount();
    }

    interface Aws {
        /** The proxy's URL without user and password. */
        Optional<String> proxy();

        /** Name of the Secret that holds the proxy's URL with user and password. */
        Optional<String> proxySecret();

        /** The ConfigMap of the operator's namespace that holds the proxy's URL. */
        Entry proxyConfigMap();

        @WithDefault("false")
        boolean fips();

        @WithDefault("false")
        boolean dualStack();

        /** Whether endpoints without TLS are allowed, for the emulator. */
        @WithDefault("false")
        boolean allowInsecureEndpoints();

        Optional<String> endpoint();

        /** A custom STS endpoint, for roles with a target role. */
        Optional<String> stsEndpoint();

        /** Additional certificate authorities, PEM. */
        Optional<String> caBundle();

        /** The Secret of the operator's namespace that holds the additional certificate authorities. */
        Entry caBundleSecret();

        /** The ConfigMap of the operator's namespace that holds the additional certificate authorities. */
        Entry caBundleConfigMap();

        /** The AWSRole for the operator's own credentials; if unset, AWS's standard credentials chain is used. */
        Optional<String> role();

        /** CreateSession calls a second, per account and region, of all pods of this cluster together; from 2 to 1000. */
        @WithDefault("10")
        double createSessionRate();
    }

    /** One entry of an object; none without a name. */
    interface Entry {
        Optional<String> name();

        Optional<String> key();
    }

    interface Pkcs11 {
        /** Absolute paths of the allowed modules; empty for none. */
        Optional<Set<String>> modules();
    }

    interface Issuing {
        /** 0 is any free port. */
        @WithDefault("8443")
        int port();

        /** Concurrent connections of one address, which may be shared by all pods of a node; from 1 to 512. */
        @WithDefault("64")
        int connectionsPerAddress();
    }

    default boolean excludes(String namespace) {
        return excludedNamespaces().map(names -> names.contains(namespace)).orElse(false);
    }
}
