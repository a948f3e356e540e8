/** Who may use which role. */
@NullMarked
package dev.rolesanywhere.plugin.role;

import org.jspecify.annotations.NullMarked;
