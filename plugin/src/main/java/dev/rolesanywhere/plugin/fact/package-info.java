/** One fact, good or bad, with what to do. */
@NullMarked
package dev.rolesanywhere.plugin.fact;

import org.jspecify.annotations.NullMarked;
