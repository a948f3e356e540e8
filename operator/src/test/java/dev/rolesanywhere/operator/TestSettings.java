package dev.rolesanywhere.operator;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import java.util.Optional;
import java.util.Set;

/** An installation named raw in namespace system, which leaves kube-system alone. */
public record TestSettings(Optional<String> proxy, double rate, Optional<String> role) implements OperatorSettings {
    /** Behind a proxy. */
    public TestSettings() {
        this(Optional.of("http://proxy.example.org:3128"), 10, Optional.empty());
    }

    /** With a way to AWS that needs no proxy. */
    public static TestSettings direct() {
        return new TestSettings(Optional.empty(), 10, Optional.empty());
    }

    /** With this many CreateSession calls a second. */
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
    public Aws aws() {
        return new Aws() {
            @Override
            public Optional<String> proxy() {
                return proxy;
            }

            @Override
            public Optional<String> endpoint() {
                return Optional.empty();
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
}
