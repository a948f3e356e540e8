/** Egress to AWS for pods and the operator: each setting from the most specific object that has it. */
@NullMarked
package dev.rolesanywhere.operator.egress;

import org.jspecify.annotations.NullMarked;
