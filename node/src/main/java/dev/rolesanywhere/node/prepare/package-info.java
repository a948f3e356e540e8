/**
 * The init containers of the agent's pod: they create the address for pods, and the directory for the agent's state.
 */
@NullMarked
package dev.rolesanywhere.node.prepare;

import org.jspecify.annotations.NullMarked;
