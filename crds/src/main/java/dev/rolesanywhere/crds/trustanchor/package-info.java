/** AWSTrustAnchor: a certificate authority of this cluster and its registrations in AWS. */
@NullMarked
package dev.rolesanywhere.crds.trustanchor;

import org.jspecify.annotations.NullMarked;
