/** The rules that hold in every module. */
@NullMarked
package dev.rolesanywhere.architecture;

import org.jspecify.annotations.NullMarked;
