/** {@code make demo}: the whole path, each step with its real output. */
@NullMarked
package dev.rolesanywhere.demo;

import org.jspecify.annotations.NullMarked;
