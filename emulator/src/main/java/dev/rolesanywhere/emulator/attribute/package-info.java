/** How a certificate becomes session tags and a source identity. */
@NullMarked
package dev.rolesanywhere.emulator.attribute;

import org.jspecify.annotations.NullMarked;
