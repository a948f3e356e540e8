/** AWSTrustAnchor: its certificate authority, and whether AWS knows it. */
@NullMarked
package dev.rolesanywhere.operator.trustanchor;

import org.jspecify.annotations.NullMarked;
