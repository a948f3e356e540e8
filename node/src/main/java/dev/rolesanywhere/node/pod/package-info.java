/** The agent's state of each pod: its key, its token, its roles, and the file that survives a restart of the agent. */
@NullMarked
package dev.rolesanywhere.node.pod;

import org.jspecify.annotations.NullMarked;
