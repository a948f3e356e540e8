/** The sidecar's HTTP server: credentials on loopback, plus /started and /metrics. */
@NullMarked
package dev.rolesanywhere.sidecar.endpoint;

import org.jspecify.annotations.NullMarked;
