/** STS's AssumeRole, with a session that CreateSession gave: role chaining. */
@NullMarked
package dev.rolesanywhere.emulator.assume;

import org.jspecify.annotations.NullMarked;
