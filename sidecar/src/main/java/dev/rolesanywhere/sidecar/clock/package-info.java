/** The time, as AWS has it. */
@NullMarked
package dev.rolesanywhere.sidecar.clock;

import org.jspecify.annotations.NullMarked;
