/** The build's own programs. */
@NullMarked
package dev.rolesanywhere.e2e.build;

import org.jspecify.annotations.NullMarked;
