package dev.rolesanywhere.plugin.migrate;

/**
 * A workload that moves to credentials of roles.
 *
 * @param to its new ServiceAccount; its current one if no other workload gets the roles through it
 */
record Move(Usage usage, String to) {
    String from() {
        return usage.workload().serviceAccount();
    }

    boolean changesAccount() {
        return !from().equals(to);
    }
}
