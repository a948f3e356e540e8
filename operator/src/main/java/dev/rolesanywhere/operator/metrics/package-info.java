/** Metrics that are read from what others keep: the process, and each object's status. */
@NullMarked
package dev.rolesanywhere.operator.metrics;

import org.jspecify.annotations.NullMarked;
