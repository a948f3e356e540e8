/** The agent's HTTP endpoints, and the limits of a pod or an address. */
@NullMarked
package dev.rolesanywhere.node.endpoint;

import org.jspecify.annotations.NullMarked;
