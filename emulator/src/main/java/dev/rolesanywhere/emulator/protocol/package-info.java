/** The protocol: received requests, routes, answers, and AWS's form of refusals. */
@NullMarked
package dev.rolesanywhere.emulator.protocol;

import org.jspecify.annotations.NullMarked;
