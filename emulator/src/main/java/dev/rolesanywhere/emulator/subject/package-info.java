/** Subjects: who has asked for sessions. */
@NullMarked
package dev.rolesanywhere.emulator.subject;

import org.jspecify.annotations.NullMarked;
