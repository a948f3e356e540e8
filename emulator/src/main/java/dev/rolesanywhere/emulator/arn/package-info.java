/** Amazon Resource Names. */
@NullMarked
package dev.rolesanywhere.emulator.arn;

import org.jspecify.annotations.NullMarked;
