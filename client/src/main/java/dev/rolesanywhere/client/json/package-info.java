/** A small strict JSON reader and writer (RFC 8259). */
@NullMarked
package dev.rolesanywhere.client.json;

import org.jspecify.annotations.NullMarked;
