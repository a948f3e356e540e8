/** Which replica is the active one. */
@NullMarked
package dev.rolesanywhere.operator.leadership;

import org.jspecify.annotations.NullMarked;
