/** Certificate authorities whose key is outside this process. */
@NullMarked
package dev.rolesanywhere.authorities;

import org.jspecify.annotations.NullMarked;
