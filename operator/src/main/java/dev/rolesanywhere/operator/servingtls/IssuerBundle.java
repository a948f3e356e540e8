package dev.rolesanywhere.operator.servingtls;

import java.util.Optional;

/** The CA bundle for clients of this endpoint. */
@FunctionalInterface
public interface IssuerBundle {
    /** PEM of the authorities, current and next; empty until this replica has its own certificate. */
    Optional<String> bundlePem();
}
