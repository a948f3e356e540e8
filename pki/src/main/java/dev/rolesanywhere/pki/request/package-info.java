/** Certificate requests (PKCS#10, RFC 2986), of which only the proven public key is used. */
@NullMarked
package dev.rolesanywhere.pki.request;

import org.jspecify.annotations.NullMarked;
