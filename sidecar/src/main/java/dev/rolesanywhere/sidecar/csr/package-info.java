/** The certificate request, PKCS#10 in DER. */
@NullMarked
package dev.rolesanywhere.sidecar.csr;

import org.jspecify.annotations.NullMarked;
