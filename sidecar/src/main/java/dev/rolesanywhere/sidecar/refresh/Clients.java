package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.log.JsonLog;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether any client of the pod has requested credentials, and whether the operator knows it. Clients that read files
 * send no request, so nothing is reported if clients may read files. For one thread.
 */
final class Clients {
    /** Most applications call AWS while they start. The others send their request when they call AWS. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final boolean known;
    private final ServedPod served;
    private final PodStore store;
    private final JsonLog log;
    /** When the pod first had credentials for its containers; null before. */
    private @Nullable Instant since;

    private boolean asked;
    private @Nullable String kept;
    private @Nullable String reported;

    /** @param known whether each client must call the endpoint */
    Clients(boolean known, ServedPod served, PodStore store, JsonLog log) {
        this.known = known;
        this.served = served;
        this.store = store;
        this.log = log;
    }

    /** After a restart. SDKs keep credentials for hours, so a request to the previous sidecar still counts. */
    void restore() {
        kept = store.clients();
        asked = Issuing.CLIENTS_ASKED.equals(kept);
        reported = Issuing.CLIENTS_NEVER_ASKED.equals(kept) ? kept : null;
    }

    void look(Instant now) {
        asked |= served.wasAsked();
        if (asked) {
            keep(Issuing.CLIENTS_ASKED);
        } else if (since == null && mayAsk(now)) {
            since = now;
        }
    }

    /** One of the two constants of the protocol; null if neither is known. */
    @Nullable
    String state(Instant now) {
        if (!known) {
            return null;
        }
        if (asked) {
            return Issuing.CLIENTS_ASKED;
        }
        return since != null && !since.plus(PATIENCE).isAfter(now) ? Issuing.CLIENTS_NEVER_ASKED : null;
    }

    /**
     * Whether to send a report now. {@code Asked} is part of the next report of an outcome, unless it corrects {@code
     * NeverAsked}.
     */
    boolean isDue(Instant now) {
        String state = state(now);
        return Issuing.CLIENTS_NEVER_ASKED.equals(state)
                ? !Issuing.CLIENTS_NEVER_ASKED.equals(reported)
                : Issuing.CLIENTS_ASKED.equals(state) && Issuing.CLIENTS_NEVER_ASKED.equals(reported);
    }

    /** @param state in the report that the operator received; null if the report had none */
    void reported(@Nullable String state) {
        if (state == null) {
            return;
        }
        if (state.equals(Issuing.CLIENTS_NEVER_ASKED) && !state.equals(reported)) {
            log.info(
                    state,
                    null,
                    "no client has requested credentials within " + PATIENCE.toMinutes()
                            + " min: the application has not called AWS yet, uses static keys, or has an old SDK");
            keep(state);
        }
        reported = state;
    }

    /** The earlier of the given time and the time of the next report. */
    Instant next(Instant other, Instant now) {
        Instant due = since == null ? null : since.plus(PATIENCE);
        return known && !asked && due != null && due.isAfter(now) ? DueWork.earlier(other, due) : other;
    }

    /** Corrects the times by the duration that the clock was ahead. */
    void setBack(Duration by) {
        since = since == null ? null : since.minus(by);
    }

    private boolean mayAsk(Instant now) {
        Served pod = served.served();
        if (pod.notStartedBecause() != null) {
            return false;
        }
        for (Served.Profile profile : pod.roles().values()) {
            if (profile.credentials() != null && Served.isServed(profile.credentials(), now)) {
                return true;
            }
        }
        return false;
    }

    private void keep(String state) {
        if (!state.equals(kept)) {
            store.keepClients(state);
            kept = state;
        }
    }
}
