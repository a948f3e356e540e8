/** What a stranger may take of this process before it is known: connections, requests, memory, rate. Shared fairly between addresses. */
@NullMarked
package dev.rolesanywhere.webhook.limits;

import org.jspecify.annotations.NullMarked;
