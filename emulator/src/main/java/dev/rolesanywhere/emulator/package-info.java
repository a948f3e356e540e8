/** An emulator of IAM Roles Anywhere and STS: starting it, listening, and putting the parts together. */
@NullMarked
package dev.rolesanywhere.emulator;

import org.jspecify.annotations.NullMarked;
