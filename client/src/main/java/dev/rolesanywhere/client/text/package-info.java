/** Untrusted text, sanitized for display. Every component uses this sanitizer. */
@NullMarked
package dev.rolesanywhere.client.text;

import org.jspecify.annotations.NullMarked;
