/** A real Prometheus with the installed chart. */
@NullMarked
package dev.rolesanywhere.e2e.monitoring;

import org.jspecify.annotations.NullMarked;
