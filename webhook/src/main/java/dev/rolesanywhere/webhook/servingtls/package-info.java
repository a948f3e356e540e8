/** The key pair that the webhook serves TLS with, and its renewals. */
@NullMarked
package dev.rolesanywhere.webhook.servingtls;

import org.jspecify.annotations.NullMarked;
