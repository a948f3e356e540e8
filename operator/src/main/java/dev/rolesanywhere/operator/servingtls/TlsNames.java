package dev.rolesanywhere.operator.servingtls;

import dev.rolesanywhere.operator.settings.OperatorSettings;
import java.util.List;

/** Names of the objects and hosts of the operator's own TLS, as docs/architecture.md lists them. */
record TlsNames(String name, String namespace) {
    static TlsNames of(OperatorSettings settings) {
        return new TlsNames(settings.name(), settings.namespace());
    }

    String authoritySecret() {
        return name + "-tls-authority";
    }

    String webhookSecret() {
        return name + "-webhook-tls";
    }

    String issuerBundle() {
        return name + "-issuer-bundle";
    }

    String webhookConfiguration() {
        return name;
    }

    List<String> issuerHosts() {
        return hosts(name + "-issuer");
    }

    List<String> webhookHosts() {
        return hosts(name + "-webhook");
    }

    private List<String> hosts(String service) {
        String host = service + "." + namespace + ".svc";
        return List.of(host, host + ".cluster.local");
    }
}
