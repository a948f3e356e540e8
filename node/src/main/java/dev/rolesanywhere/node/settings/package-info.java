/** What the chart gives to the agent. */
@NullMarked
package dev.rolesanywhere.node.settings;

import org.jspecify.annotations.NullMarked;
