/** Limits for untrusted callers: memory and calls per time. */
@NullMarked
package dev.rolesanywhere.operator.limits;

import org.jspecify.annotations.NullMarked;
