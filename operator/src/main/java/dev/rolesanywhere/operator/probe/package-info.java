/** Asks AWS, with a certificate of the operator's own, whether it trusts a CA. */
@NullMarked
package dev.rolesanywhere.operator.probe;

import org.jspecify.annotations.NullMarked;
