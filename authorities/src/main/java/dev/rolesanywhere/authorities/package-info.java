/** Certificate authorities whose key lies outside this process. */
@NullMarked
package dev.rolesanywhere.authorities;

import org.jspecify.annotations.NullMarked;
