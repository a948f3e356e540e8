/** Profiles, their attribute mappings and their management calls. */
@NullMarked
package dev.rolesanywhere.emulator.profile;

import org.jspecify.annotations.NullMarked;
