/** The user's cluster: how it is reached, and what it lets the user read. */
@NullMarked
package dev.rolesanywhere.plugin.cluster;

import org.jspecify.annotations.NullMarked;
