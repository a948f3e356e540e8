/** Time slots for calls to AWS, so that all pods together stay below the CreateSession quota of an account and region. */
@NullMarked
package dev.rolesanywhere.operator.slots;

import org.jspecify.annotations.NullMarked;
