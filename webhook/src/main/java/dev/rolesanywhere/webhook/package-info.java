/** Gives bound pods the credentials sidecar at admission. Reads bindings, roles and ServiceAccounts; writes nothing. */
@NullMarked
package dev.rolesanywhere.webhook;

import org.jspecify.annotations.NullMarked;
