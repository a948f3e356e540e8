/** Faults around running applications on a cluster, and their effect on the applications. */
@NullMarked
package dev.rolesanywhere.e2e.fault;

import org.jspecify.annotations.NullMarked;
