package dev.rolesanywhere.sidecar.refresh;

import java.time.Duration;

/** The state of one pod, in memory only. For one thread. */
record PodState(RoleStates roles, Leaves leaves, IssuerBackoff issuer, Reports reports, Clients clients) {
    PodState(PodStore store, Clients clients) {
        this(new RoleStates(store), new Leaves(), new IssuerBackoff(), new Reports(), clients);
    }

    /** Corrects the times by the duration that the clock was ahead. */
    void setBack(Duration by) {
        issuer.setBack(by);
        leaves.setBack(by);
        roles.setBack(by);
        reports.setBack(by);
        clients.setBack(by);
    }
}
