/** The sidecar's side of the issuing protocol; its messages are in docs/architecture.md. */
@NullMarked
package dev.rolesanywhere.sidecar.issuing;

import org.jspecify.annotations.NullMarked;
