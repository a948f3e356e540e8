/** Signature Version 4 as a service checks it: the Authorization header, the canonical request, and X.509 signatures. */
@NullMarked
package dev.rolesanywhere.emulator.signature;

import org.jspecify.annotations.NullMarked;
