/** Ways to break a pod's credentials, and the outputs that users read. */
@NullMarked
package dev.rolesanywhere.e2e.breakage;

import org.jspecify.annotations.NullMarked;
