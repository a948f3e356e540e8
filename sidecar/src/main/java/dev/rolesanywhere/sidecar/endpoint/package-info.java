/** The loopback credential endpoint, and the probes' port. */
@NullMarked
package dev.rolesanywhere.sidecar.endpoint;

import org.jspecify.annotations.NullMarked;
