/** AWSTrustAnchor: its certificate authority and its registration in AWS. */
@NullMarked
package dev.rolesanywhere.operator.trustanchor;

import org.jspecify.annotations.NullMarked;
