/** PEM text (RFC 7468) as people store it. */
@NullMarked
package dev.rolesanywhere.client.pem;

import org.jspecify.annotations.NullMarked;
