/** Periodic tasks of the process. */
@NullMarked
package dev.rolesanywhere.operator.schedule;

import org.jspecify.annotations.NullMarked;
