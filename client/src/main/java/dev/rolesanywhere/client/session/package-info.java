/** CreateSession: the request, the answer and the meaning of refusals. */
@NullMarked
package dev.rolesanywhere.client.session;

import org.jspecify.annotations.NullMarked;
