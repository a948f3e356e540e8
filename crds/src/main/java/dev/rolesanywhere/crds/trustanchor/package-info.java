/** AWSTrustAnchor: one certificate authority of this cluster and where AWS knows it. */
@NullMarked
package dev.rolesanywhere.crds.trustanchor;

import org.jspecify.annotations.NullMarked;
