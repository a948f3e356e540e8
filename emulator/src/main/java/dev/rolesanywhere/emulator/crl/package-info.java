/** Imported revocation lists, their management calls, and what they revoke. */
@NullMarked
package dev.rolesanywhere.emulator.crl;

import org.jspecify.annotations.NullMarked;
