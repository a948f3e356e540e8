/** The agent's settings from the chart. */
@NullMarked
package dev.rolesanywhere.node.settings;

import org.jspecify.annotations.NullMarked;
