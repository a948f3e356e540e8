/** What fails around running applications on a cluster, and what they see of it. */
@NullMarked
package dev.rolesanywhere.e2e.fault;

import org.jspecify.annotations.NullMarked;
