/** When a pod may call AWS: time slots, so that all of them together stay below CreateSession's quota of an account and region. */
@NullMarked
package dev.rolesanywhere.operator.slots;

import org.jspecify.annotations.NullMarked;
