/** Durations of the steps of issuing. */
@NullMarked
package dev.rolesanywhere.operator.timing;

import org.jspecify.annotations.NullMarked;
