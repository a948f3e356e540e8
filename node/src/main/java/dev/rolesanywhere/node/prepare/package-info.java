/** What the init containers of the agent's pod do on the node: the address for pods, and the directory for the agent's state. */
@NullMarked
package dev.rolesanywhere.node.prepare;

import org.jspecify.annotations.NullMarked;
