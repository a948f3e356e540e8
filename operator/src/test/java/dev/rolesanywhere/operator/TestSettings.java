package dev.rolesanywhere.operator;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** An installation named raw in namespace system, which leaves kube-system alone. */
public record TestSettings(
        Optional<String> proxy,
        double rate,
        Optional<String> role,
        Optional<String> endpoint,
        Optional<String> stsEndpoint,
        boolean allowInsecureEndpoints,
        Set<String> modules)
        implements OperatorSettings {
    TestSettings(Optional<String> proxy, double rate, Optional<String> role) {
        this(proxy, rate, role, Optional.empty(), Optional.empty(), true, Set.of("/nowhere.so"));
    }

    /** With an AWSRole for the operator's own calls, and the chart's egress settings. */
    public static TestSettings asCustomer(String role, String endpoint) {
        return new TestSettings(
                Optional.empty(), 10, Optional.of(role), Optional.of(endpoint), Optional.empty(), true, Set.of());
    }

    /** The chart's defaults: no endpoint without TLS, and no PKCS#11 module. */
    public static TestSettings byDefault() {
        return new TestSettings(
                Optional.empty(), 10, Optional.empty(), Optional.empty(), Optional.empty(), false, Set.of());
    }

    /** With another address of STS. */
    public static TestSettings withStsEndpoint(String endpoint) {
        return new TestSettings(
                Optional.empty(), 10, Optional.empty(), Optional.empty(), Optional.of(endpoint), false, Set.of());
    }

    /** Behind a proxy. */
    public TestSettings() {
        this(Optional.of("http://proxy.example.org:3128"), 10, Optional.empty());
    }

    /** With egress settings without a proxy. */
    public static TestSettings direct() {
        return new TestSettings(Optional.empty(), 10, Optional.empty());
    }

    /** With this rate of CreateSession calls per second. */
    public static TestSettings calling(double rate) {
        return new TestSettings(Optional.empty(), rate, Optional.empty());
    }

    /** With an AWSRole for the operator's own calls. */
    public static TestSettings asCustomer(String role) {
        return new TestSettings(Optional.empty(), 10, Optional.of(role));
    }

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public String namespace() {
        return "system";
    }

    @Override
    public String podName() {
        return "raw-0";
    }

    @Override
    public Optional<Set<String>> excludedNamespaces() {
        return Optional.of(Set.of("kube-system"));
    }

    @Override
    public Optional<URI> docsUrl() {
        return Optional.of(URI.create("https://docs.example.org/"));
    }

    @Override
    public Aws aws() {
        return new Aws() {
            @Override
            public Optional<String> proxy() {
                return proxy;
            }

            @Override
            public Optional<String> endpoint() {
                return endpoint;
            }

            @Override
            public Optional<String> stsEndpoint() {
                return stsEndpoint;
            }

            @Override
            public Optional<String> proxySecret() {
                return Optional.empty();
            }

            @Override
            public Entry proxyConfigMap() {
                return none();
            }

            @Override
            public Entry caBundleSecret() {
                return none();
            }

            @Override
            public Entry caBundleConfigMap() {
                return none();
            }

            @Override
            public boolean fips() {
                return false;
            }

            @Override
            public boolean dualStack() {
                return false;
            }

            @Override
            public boolean allowInsecureEndpoints() {
                return allowInsecureEndpoints;
            }

            @Override
            public Optional<String> caBundle() {
                return Optional.empty();
            }

            @Override
            public Optional<String> role() {
                return role;
            }

            @Override
            public double createSessionRate() {
                return rate;
            }
        };
    }

    @Override
    public Pkcs11 pkcs11() {
        return () -> Optional.of(modules);
    }

    @Override
    public PodCertificates podCertificates() {
        return () -> true;
    }

    @Override
    public NodeAgents nodeAgent() {
        return new NodeAgents() {
            @Override
            public Optional<String> namespace() {
                return Optional.of("agents");
            }

            @Override
            public String serviceAccount() {
                return "node-agent";
            }
        };
    }

    @Override
    public Issuing issuing() {
        return new Issuing() {
            @Override
            public int port() {
                return 0;
            }

            @Override
            public int connectionsPerAddress() {
                return 64;
            }
        };
    }

    private static Entry none() {
        return new Entry() {
            @Override
            public Optional<String> name() {
                return Optional.empty();
            }

            @Override
            public Optional<String> key() {
                return Optional.empty();
            }
        };
    }
}
