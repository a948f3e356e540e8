/** Warnings when an object in use is deleted. */
@NullMarked
package dev.rolesanywhere.operator.removal;

import org.jspecify.annotations.NullMarked;
