/** The CA of a trust anchor that signs now, and the steps of its rotation. Issuing depends on this package and never on a reconciler's. */
@NullMarked
package dev.rolesanywhere.operator.authority;

import org.jspecify.annotations.NullMarked;
