/** The allowed content of images. */
@NullMarked
package dev.rolesanywhere.e2e.image;

import org.jspecify.annotations.NullMarked;
