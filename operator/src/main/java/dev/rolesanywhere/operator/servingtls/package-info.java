/** The operator's own TLS: its authority, its certificates and who is told of them. */
@NullMarked
package dev.rolesanywhere.operator.servingtls;

import org.jspecify.annotations.NullMarked;
