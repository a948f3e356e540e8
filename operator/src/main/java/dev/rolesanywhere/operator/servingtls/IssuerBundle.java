package dev.rolesanywhere.operator.servingtls;

import java.util.Optional;

/** What clients of this endpoint are to trust. */
@FunctionalInterface
public interface IssuerBundle {
    /** PEM of the authorities, current and next; empty before this replica has a certificate of its own. */
    Optional<String> bundlePem();
}
