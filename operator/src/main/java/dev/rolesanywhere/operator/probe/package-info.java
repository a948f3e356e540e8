/** Checks with the operator's own certificate whether AWS trusts a CA. */
@NullMarked
package dev.rolesanywhere.operator.probe;

import org.jspecify.annotations.NullMarked;
