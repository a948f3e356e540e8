/** Finds static keys and other obstacles for bindings. */
@NullMarked
package dev.rolesanywhere.plugin.scan;

import org.jspecify.annotations.NullMarked;
