/** The plugin's command tree. */
@NullMarked
package dev.rolesanywhere.plugin;

import org.jspecify.annotations.NullMarked;
