/** What an AWSTrustAnchor needs from people. */
@NullMarked
package dev.rolesanywhere.plugin.anchor;

import org.jspecify.annotations.NullMarked;
