/** CreateSession: the request, the answer and what a refusal means. */
@NullMarked
package dev.rolesanywhere.client.session;

import org.jspecify.annotations.NullMarked;
