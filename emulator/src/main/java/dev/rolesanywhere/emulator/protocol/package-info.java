/** What goes over the wire: a request as it was received, routes, answers, and AWS's way to refuse. */
@NullMarked
package dev.rolesanywhere.emulator.protocol;

import org.jspecify.annotations.NullMarked;
