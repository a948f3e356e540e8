/** The HTTPS endpoint that sidecars call. */
@NullMarked
package dev.rolesanywhere.operator.endpoint;

import org.jspecify.annotations.NullMarked;
