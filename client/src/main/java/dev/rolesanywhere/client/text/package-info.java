/** Text that others wrote, made fit to be shown. Every part uses this one sanitizer. */
@NullMarked
package dev.rolesanywhere.client.text;

import org.jspecify.annotations.NullMarked;
