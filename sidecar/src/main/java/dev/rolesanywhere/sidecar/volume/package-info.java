/** The files that the pod's containers read. */
@NullMarked
package dev.rolesanywhere.sidecar.volume;

import org.jspecify.annotations.NullMarked;
