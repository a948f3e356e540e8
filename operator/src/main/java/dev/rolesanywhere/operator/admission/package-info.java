/** Checks whether the webhook is available, and reports outages. */
@NullMarked
package dev.rolesanywhere.operator.admission;

import org.jspecify.annotations.NullMarked;
