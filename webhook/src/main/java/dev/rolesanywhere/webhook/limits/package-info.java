/** Limits for unauthenticated clients: connections, requests, memory, rate. Shared fairly between addresses. */
@NullMarked
package dev.rolesanywhere.webhook.limits;

import org.jspecify.annotations.NullMarked;
