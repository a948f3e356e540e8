@NullMarked
package dev.rolesanywhere.emulator;

import org.jspecify.annotations.NullMarked;
