/** Asks AWS, with a certificate of the operator's own, whether it trusts a CA. The only place that calls CreateSession. */
@NullMarked
package dev.rolesanywhere.operator.probe;

import org.jspecify.annotations.NullMarked;
