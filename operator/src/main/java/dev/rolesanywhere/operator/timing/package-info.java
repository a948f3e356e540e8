/** How long the steps of issuing take. */
@NullMarked
package dev.rolesanywhere.operator.timing;

import org.jspecify.annotations.NullMarked;
