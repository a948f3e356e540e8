/** Metrics of the process and of each object's status. */
@NullMarked
package dev.rolesanywhere.operator.metrics;

import org.jspecify.annotations.NullMarked;
