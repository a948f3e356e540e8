/** Text for people and JSON for machines; no text of the cluster reaches the terminal as it is. */
@NullMarked
package dev.rolesanywhere.plugin.output;

import org.jspecify.annotations.NullMarked;
