/** Leaves from AWS Private CA. */
@NullMarked
package dev.rolesanywhere.authorities.acmpca;

import org.jspecify.annotations.NullMarked;
