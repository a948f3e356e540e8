package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.naming.ObjectName;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ClusterIPs of the issuing endpoint's Service, for pods that do not resolve the cluster's names. Read again each half minute, so that those of a
 * recreated Service reach the next pod. Running pods fall back to DNS.
 */
@ApplicationScoped
public class IssuerAddresses {
    private static final Logger LOG = Logger.getLogger(IssuerAddresses.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

    private final KubernetesClient client;
    private final Clock clock;
    private final URI issuer;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known = new Known(List.of(), null);

    private record Known(List<String> addresses, @Nullable Instant read) {}

    IssuerAddresses(
            KubernetesClient client, Clock clock, @ConfigProperty(name = "rolesanywhere.issuer.url") URI issuer) {
        this.client = client;
        this.clock = clock;
        this.issuer = issuer;
    }

    /** One per IP family, the Service's first family first; empty if unknown; then DNS is used. */
    public List<String> current() {
        Instant read = known.read;
        boolean due = read == null || !clock.instant().isBefore(read.plus(FRESH));
        // One request at a time; concurrent callers use the known addresses.
        if (due && reading.tryLock()) {
            try {
                known = new Known(read(), clock.instant());
            } finally {
                reading.unlock();
            }
        }
        return known.addresses;
    }

    private List<String> read() {
        String[] names = String.valueOf(issuer.getHost()).split("\\.", -1);
        if (names.length < 3
                || !names[2].equals("svc")
                || !ObjectName.LABEL.allows(names[0])
                || !ObjectName.LABEL.allows(names[1])) {
            return List.of();
        }
        try {
            @Nullable
            Service service =
                    client.services().inNamespace(names[1]).withName(names[0]).get();
            return service == null ? List.of() : addresses(service);
        } catch (KubernetesClientException e) {
            LOG.warnf("cannot read Service %s/%s, using the known addresses: %s", names[1], names[0], e.getMessage());
            return known.addresses;
        }
    }

    private static List<String> addresses(Service service) {
        if (service.getSpec() == null) {
            return List.of();
        }
        List<String> all = service.getSpec().getClusterIPs();
        Stream<String> given = all == null || all.isEmpty()
                ? Stream.ofNullable(service.getSpec().getClusterIP())
                : all.stream();
        // A headless Service has None.
        return given.filter(address -> LITERAL.matcher(address).matches())
                .distinct()
                .toList();
    }
}
