/** Leaves from an issuer of cert-manager, each through a CertificateRequest. */
@NullMarked
package dev.rolesanywhere.authorities.certmanager;

import org.jspecify.annotations.NullMarked;
