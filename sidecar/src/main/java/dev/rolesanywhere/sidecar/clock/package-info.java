/** The time according to AWS. */
@NullMarked
package dev.rolesanywhere.sidecar.clock;

import org.jspecify.annotations.NullMarked;
