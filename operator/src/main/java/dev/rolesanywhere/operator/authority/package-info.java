/** The signing CA of a trust anchor, and the steps of its rotation. Issuing depends on this package and not on a reconciler's package. */
@NullMarked
package dev.rolesanywhere.operator.authority;

import org.jspecify.annotations.NullMarked;
