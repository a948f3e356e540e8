/** What may be in an image. */
@NullMarked
package dev.rolesanywhere.e2e.image;

import org.jspecify.annotations.NullMarked;
