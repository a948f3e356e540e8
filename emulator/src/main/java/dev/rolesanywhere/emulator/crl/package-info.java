/** Imported revocation lists, their management calls, and the revoked certificates. */
@NullMarked
package dev.rolesanywhere.emulator.crl;

import org.jspecify.annotations.NullMarked;
