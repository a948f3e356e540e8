/** The webhook's TLS key pair and its renewal. */
@NullMarked
package dev.rolesanywhere.webhook.servingtls;

import org.jspecify.annotations.NullMarked;
