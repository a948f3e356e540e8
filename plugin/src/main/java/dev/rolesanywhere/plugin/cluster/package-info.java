/** The connection to the user's cluster, and reads with the user's permissions. */
@NullMarked
package dev.rolesanywhere.plugin.cluster;

import org.jspecify.annotations.NullMarked;
