/** Parsers of untrusted bytes: their invariants for every input, and the source of the bytes. */
@NullMarked
package dev.rolesanywhere.fuzz;

import org.jspecify.annotations.NullMarked;
