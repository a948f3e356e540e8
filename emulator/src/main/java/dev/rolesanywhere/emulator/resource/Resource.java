package dev.rolesanywhere.emulator.resource;

import dev.rolesanywhere.emulator.arn.Arn;

/** A trust anchor, a profile or a CRL. */
public interface Resource {
    /** The id within its region and the last part of its ARN, a UUID. */
    String id();

    Arn arn();

    /** The name that an alias ARN uses. */
    String alias();

    boolean enabled();
}
