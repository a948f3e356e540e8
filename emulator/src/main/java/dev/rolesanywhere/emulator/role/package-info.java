/** IAM roles as the emulator knows them. */
@NullMarked
package dev.rolesanywhere.emulator.role;

import org.jspecify.annotations.NullMarked;
