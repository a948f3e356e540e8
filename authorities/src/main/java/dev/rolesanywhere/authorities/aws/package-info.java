/** Calls to AWS, and the meaning of refusals for a certificate authority. */
@NullMarked
package dev.rolesanywhere.authorities.aws;

import org.jspecify.annotations.NullMarked;
