/** SigV4-X509: requests signed with a certificate's private key. */
@NullMarked
package dev.rolesanywhere.client.signing;

import org.jspecify.annotations.NullMarked;
