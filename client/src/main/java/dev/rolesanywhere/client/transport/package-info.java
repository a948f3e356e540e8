/** A small client for HTTPS POST. */
@NullMarked
package dev.rolesanywhere.client.transport;

import org.jspecify.annotations.NullMarked;
