/** What is held, and the files of the shared in-memory volume. */
@NullMarked
package dev.rolesanywhere.sidecar.volume;

import org.jspecify.annotations.NullMarked;
