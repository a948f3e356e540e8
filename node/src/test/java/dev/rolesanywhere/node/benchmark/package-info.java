/**
 * Compares the agent of a node with sidecars and AWS's helpers, as processes on one machine: {@code make
 * benchmark-node-agent}.
 */
@NullMarked
package dev.rolesanywhere.node.benchmark;

import org.jspecify.annotations.NullMarked;
