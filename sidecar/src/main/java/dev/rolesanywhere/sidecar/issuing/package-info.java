/** Asking the operator for certificates. */
@NullMarked
package dev.rolesanywhere.sidecar.issuing;

import org.jspecify.annotations.NullMarked;
