/** The operator's own TLS: its authority, its certificates and their distribution. */
@NullMarked
package dev.rolesanywhere.operator.servingtls;

import org.jspecify.annotations.NullMarked;
