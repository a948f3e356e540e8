/** The agent of a node, which serves credentials to the pods of its node. */
@NullMarked
package dev.rolesanywhere.node;

import org.jspecify.annotations.NullMarked;
