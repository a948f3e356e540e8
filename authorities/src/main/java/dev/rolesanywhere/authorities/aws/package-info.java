/** How AWS is reached, and what its refusals mean for a certificate authority. */
@NullMarked
package dev.rolesanywhere.authorities.aws;

import org.jspecify.annotations.NullMarked;
