/** Trust anchors and their management calls. */
@NullMarked
package dev.rolesanywhere.emulator.trustanchor;

import org.jspecify.annotations.NullMarked;
