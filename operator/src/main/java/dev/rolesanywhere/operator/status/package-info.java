/** Writing the status of our objects. */
@NullMarked
package dev.rolesanywhere.operator.status;

import org.jspecify.annotations.NullMarked;
