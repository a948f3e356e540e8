/** Conditions as metav1.Condition has them, with closed sets of reasons. */
@NullMarked
package dev.rolesanywhere.crds.condition;

import org.jspecify.annotations.NullMarked;
