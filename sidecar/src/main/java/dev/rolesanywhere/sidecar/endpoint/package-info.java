/** What the sidecar answers over HTTP: credentials on loopback, /started and /metrics beside them. */
@NullMarked
package dev.rolesanywhere.sidecar.endpoint;

import org.jspecify.annotations.NullMarked;
