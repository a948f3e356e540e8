/** Configurable faults: slow, failing, throttled, unavailable. */
@NullMarked
package dev.rolesanywhere.emulator.fault;

import org.jspecify.annotations.NullMarked;
