/** HTTPS POST with the few classes it needs. */
@NullMarked
package dev.rolesanywhere.client.transport;

import org.jspecify.annotations.NullMarked;
