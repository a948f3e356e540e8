package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether an operator is active. */
public final class Leader {
    private static final String NAME = "leader";
    private static final int DEFAULT_SECONDS = 15;

    private Leader() {}

    /**
     * For other commands. Unknown if the user lacks the permission.
     *
     * @param here the time of this machine
     */
    public static Fact read(Session session, Instant here) {
        KubernetesClient client = session.client();
        return switch (Installation.read(client)) {
            case Seen.Hidden<List<Installation>>(String why) -> hidden(why);
            case Seen.Known<List<Installation>>(List<Installation> found)
            when found.isEmpty() ->
                Fact.bad(
                        NAME,
                        "the webhook of roles-anywhere-operator is not registered",
                        "Install the chart.",
                        Pages.of("operations.md"));
            case Seen.Known<List<Installation>>(List<Installation> found) ->
                switch (lease(client, found.getFirst())) {
                    case Seen.Hidden<Optional<Lease>>(String why) -> hidden(why);
                    case Seen.Known<Optional<Lease>>(Optional<Lease> lease) ->
                        of(lease, ServerClock.of(client).orElse(here));
                };
        };
    }

    static Seen<Optional<Lease>> lease(KubernetesClient client, Installation one) {
        return Seen.optional("Leases of " + one.namespace(), () -> client.leases()
                .inNamespace(one.namespace())
                .withName(one.name())
                .get());
    }

    private static Fact hidden(String why) {
        return Fact.unknown(
                NAME, why, "Without an active operator, pods get no credentials. Ask an administrator to check this.");
    }

    /** @param now by the clock of the API server */
    static Fact of(Optional<Lease> lease, Instant now) {
        String holder = lease.map(found -> found.getSpec().getHolderIdentity()).orElse(null);
        if (holder == null || holder.isEmpty()) {
            return none("the Lease has no holder: no operator is active");
        }
        var spec = lease.orElseThrow().getSpec();
        int seconds = spec.getLeaseDurationSeconds() == null ? DEFAULT_SECONDS : spec.getLeaseDurationSeconds();
        if (spec.getRenewTime() == null) {
            return none("%s holds the Lease but has never renewed it".formatted(holder));
        }
        Instant renewed = spec.getRenewTime().toInstant();
        return renewed.plusSeconds(2L * seconds).isBefore(now)
                ? none("%s last renewed the Lease %d s ago"
                        .formatted(holder, Duration.between(renewed, now).toSeconds()))
                : Fact.good(NAME, holder);
    }

    private static Fact none(String finding) {
        return Fact.bad(
                NAME,
                finding,
                "Check the operator's pods and their logs: 'kubectl get pods -A -l"
                        + " app.kubernetes.io/component=operator'.",
                Pages.of("operations.md#rolesanywherenoactiveoperator"));
    }
}
