/** The behavior of the installed chart with thousands of bindings: {@code make benchmark-scale}. */
@NullMarked
package dev.rolesanywhere.e2e.scale;

import org.jspecify.annotations.NullMarked;
