/** Subjects: certificate identities that had sessions. */
@NullMarked
package dev.rolesanywhere.emulator.subject;

import org.jspecify.annotations.NullMarked;
