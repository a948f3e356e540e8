package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether an operator leads. */
final class Leader {
    private static final String NAME = "leader";
    private static final int DEFAULT_SECONDS = 15;

    private Leader() {}

    /** @param now by the clock of the API server */
    static Fact of(Optional<Lease> lease, Instant now) {
        String holder = lease.map(found -> found.getSpec().getHolderIdentity()).orElse(null);
        if (holder == null || holder.isEmpty()) {
            return none("no operator holds the Lease");
        }
        var spec = lease.orElseThrow().getSpec();
        int seconds = spec.getLeaseDurationSeconds() == null ? DEFAULT_SECONDS : spec.getLeaseDurationSeconds();
        if (spec.getRenewTime() == null) {
            return none("%s holds the Lease and has never renewed it".formatted(holder));
        }
        Instant renewed = spec.getRenewTime().toInstant();
        return renewed.plusSeconds(2L * seconds).isBefore(now)
                ? none("%s renewed the Lease last %d s ago"
                        .formatted(holder, Duration.between(renewed, now).toSeconds()))
                : Fact.good(NAME, holder);
    }

    private static Fact none(String finding) {
        return Fact.bad(
                NAME,
                finding,
                "Look at the operator's pods and their log: kubectl get pods -A -l"
                        + " app.kubernetes.io/component=operator",
                Pages.of("operations.md#rolesanywherenoactiveoperator"));
    }
}
