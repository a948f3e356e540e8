package dev.rolesanywhere.plugin.migrate;

/**
 * A workload that gets credentials of roles.
 *
 * @param to the ServiceAccount that it runs as from then on; its own one if nobody else may have the roles
 */
record Move(Usage usage, String to) {
    String from() {
        return usage.workload().serviceAccount();
    }

    boolean changesAccount() {
        return !from().equals(to);
    }
}
