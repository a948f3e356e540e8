/** Whether the webhook is there for the API server, and saying so where it is not. */
@NullMarked
package dev.rolesanywhere.operator.admission;

import org.jspecify.annotations.NullMarked;
