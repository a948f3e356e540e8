/** Identifies the calling pod by its token and the live pod. */
@NullMarked
package dev.rolesanywhere.operator.caller;

import org.jspecify.annotations.NullMarked;
