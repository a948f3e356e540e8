/** Signature Version 4: with an X.509 certificate, as Roles Anywhere requires, and with a session, as STS requires. */
@NullMarked
package dev.rolesanywhere.client.signing;

import org.jspecify.annotations.NullMarked;
