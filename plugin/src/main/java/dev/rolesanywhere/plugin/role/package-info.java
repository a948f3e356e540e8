/** Commands about roles: their users, and the users that may bind them. */
@NullMarked
package dev.rolesanywhere.plugin.role;

import org.jspecify.annotations.NullMarked;
