/** kubectl rolesanywhere status and whoami: one pod's path to its roles. */
@NullMarked
package dev.rolesanywhere.plugin.status;

import org.jspecify.annotations.NullMarked;
