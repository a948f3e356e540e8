/** Which roles are bound to a ServiceAccount, from caches of the API server's objects. */
@NullMarked
package dev.rolesanywhere.webhook.binding;

import org.jspecify.annotations.NullMarked;
