/** Commands about roles: who may use and bind them. */
@NullMarked
package dev.rolesanywhere.plugin.role;

import org.jspecify.annotations.NullMarked;
