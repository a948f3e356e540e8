/** kubectl rolesanywhere status and whoami: the path from one pod to its roles. */
@NullMarked
package dev.rolesanywhere.plugin.status;

import org.jspecify.annotations.NullMarked;
