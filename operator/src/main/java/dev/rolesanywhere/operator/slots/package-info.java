/** Time slots: when which pod may call AWS, per account and region. */
@NullMarked
package dev.rolesanywhere.operator.slots;

import org.jspecify.annotations.NullMarked;
