/** Migration from static keys to roles: files and commands, in revertible steps. The plugin never writes to the cluster. */
@NullMarked
package dev.rolesanywhere.plugin.migrate;

import org.jspecify.annotations.NullMarked;
