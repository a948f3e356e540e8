package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.sidecar.endpoint.Served;
import dev.rolesanywhere.sidecar.endpoint.ServedPod;
import dev.rolesanywhere.sidecar.log.JsonLog;
import dev.rolesanywhere.sidecar.volume.CredentialsVolume;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether any client of the pod has asked for credentials, and what of it the operator is still to hear. Clients that read files are not
 * seen, so nothing is said where there may be some. For one thread.
 */
final class Clients {
    /** Most applications call AWS while they start; those that call it later ask then. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final boolean known;
    private final ServedPod served;
    private final CredentialsVolume volume;
    private final JsonLog log;
    /** Since when containers could ask and get something; null before. */
    private @Nullable Instant since;

    private boolean asked;
    private @Nullable String kept;
    private @Nullable String told;

    /** @param known whether each client has to ask the endpoint */
    Clients(boolean known, ServedPod served, CredentialsVolume volume, JsonLog log) {
        this.known = known;
        this.served = served;
        this.volume = volume;
        this.log = log;
    }

    /** SDKs hold credentials for hours: what a sidecar before this one knew still counts. */
    void restore() {
        kept = volume.readClients();
        asked = Issuing.CLIENTS_ASKED.equals(kept);
        told = Issuing.CLIENTS_NEVER_ASKED.equals(kept) ? kept : null;
    }

    void look(Instant now) {
        asked |= served.wasAsked();
        if (asked) {
            keep(Issuing.CLIENTS_ASKED);
        } else if (since == null && mayAsk(now)) {
            since = now;
        }
    }

    /** What is known now; null where nothing is. */
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

    /** Whether the operator is to hear of it at once. That clients ask is told beside other reports, unless it takes something back. */
    boolean isDue(Instant now) {
        String state = state(now);
        return Issuing.CLIENTS_NEVER_ASKED.equals(state)
                ? !Issuing.CLIENTS_NEVER_ASKED.equals(told)
                : Issuing.CLIENTS_ASKED.equals(state) && Issuing.CLIENTS_NEVER_ASKED.equals(told);
    }

    /** @param state as the operator has heard it; null where the report had none */
    void heard(@Nullable String state) {
        if (state == null) {
            return;
        }
        if (state.equals(Issuing.CLIENTS_NEVER_ASKED) && !state.equals(told)) {
            log.info(
                    state,
                    null,
                    "no client has asked for credentials in " + PATIENCE.toMinutes()
                            + " min: no call of AWS yet, static keys, or an old SDK");
            keep(state);
        }
        told = state;
    }

    /** The earlier of the given time and when there is something to say. */
    Instant next(Instant other, Instant now) {
        Instant due = since == null ? null : since.plus(PATIENCE);
        return known && !asked && due != null && due.isAfter(now) ? DueWork.earlier(other, due) : other;
    }

    /** The clock was ahead by so much. */
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

    /** Where the volume takes no file, only a restart forgets it. */
    private void keep(String state) {
        if (!state.equals(kept)) {
            try {
                volume.writeClients(state);
            } catch (IOException e) {
                // The volume's own check says so.
            }
            kept = state;
        }
    }
}
