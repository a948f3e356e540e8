/** Commands for administrators of an AWSTrustAnchor. */
@NullMarked
package dev.rolesanywhere.plugin.anchor;

import org.jspecify.annotations.NullMarked;
