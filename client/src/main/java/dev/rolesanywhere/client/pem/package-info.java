/** A lenient reader of PEM text (RFC 7468). */
@NullMarked
package dev.rolesanywhere.client.pem;

import org.jspecify.annotations.NullMarked;
