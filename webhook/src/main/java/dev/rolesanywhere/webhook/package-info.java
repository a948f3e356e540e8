/** Injects the credentials sidecar into bound pods at admission. Reads bindings, roles and ServiceAccounts; writes nothing. */
@NullMarked
package dev.rolesanywhere.webhook;

import org.jspecify.annotations.NullMarked;
