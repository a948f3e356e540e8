/** When and how credentials are renewed. */
@NullMarked
package dev.rolesanywhere.sidecar.refresh;

import org.jspecify.annotations.NullMarked;
