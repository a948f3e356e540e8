/** Leaves from cert-manager's issuers. */
@NullMarked
package dev.rolesanywhere.authorities.certmanager;

import org.jspecify.annotations.NullMarked;
