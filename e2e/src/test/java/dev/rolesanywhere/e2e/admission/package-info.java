/** The webhook between the API server's own plugins and webhooks of others. */
@NullMarked
package dev.rolesanywhere.e2e.admission;

import org.jspecify.annotations.NullMarked;
