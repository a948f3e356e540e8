/** Which pod is calling, from its token and the live pod. */
@NullMarked
package dev.rolesanywhere.operator.caller;

import org.jspecify.annotations.NullMarked;
