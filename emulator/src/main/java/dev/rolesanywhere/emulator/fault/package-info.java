/** Faults on request: slow, failing, throttled, away. */
@NullMarked
package dev.rolesanywhere.emulator.fault;

import org.jspecify.annotations.NullMarked;
