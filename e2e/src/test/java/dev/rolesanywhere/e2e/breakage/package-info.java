/** Ways to break a pod's credentials, and what people read then. */
@NullMarked
package dev.rolesanywhere.e2e.breakage;

import org.jspecify.annotations.NullMarked;
