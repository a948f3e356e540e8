/** Static keys and what else stands where a binding should. */
@NullMarked
package dev.rolesanywhere.plugin.scan;

import org.jspecify.annotations.NullMarked;
