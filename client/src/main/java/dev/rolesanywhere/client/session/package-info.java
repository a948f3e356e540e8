/** CreateSession: a certificate traded for temporary credentials, and what AWS's refusals mean. */
@NullMarked
package dev.rolesanywhere.client.session;

import org.jspecify.annotations.NullMarked;
