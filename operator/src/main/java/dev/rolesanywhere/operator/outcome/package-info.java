/** AWS's answers to the pods. */
@NullMarked
package dev.rolesanywhere.operator.outcome;

import org.jspecify.annotations.NullMarked;
