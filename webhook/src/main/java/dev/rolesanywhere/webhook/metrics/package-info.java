/** Metrics about the process itself. */
@NullMarked
package dev.rolesanywhere.webhook.metrics;

import org.jspecify.annotations.NullMarked;
