/** kubectl rolesanywhere check. */
@NullMarked
package dev.rolesanywhere.plugin.check;

import org.jspecify.annotations.NullMarked;
