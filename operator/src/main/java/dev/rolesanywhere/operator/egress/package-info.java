/** How AWS is reached, by pods and by the operator: each setting from the most specific place that has it. */
@NullMarked
package dev.rolesanywhere.operator.egress;

import org.jspecify.annotations.NullMarked;
