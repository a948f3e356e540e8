/** How much of this process a stranger may use: memory, and calls in a time. */
@NullMarked
package dev.rolesanywhere.operator.limits;

import org.jspecify.annotations.NullMarked;
