/** The plugin's commands, put together. */
@NullMarked
package dev.rolesanywhere.plugin;

import org.jspecify.annotations.NullMarked;
