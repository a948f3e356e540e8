/** The way from static keys to roles: files and commands, in steps that can each be reverted. Nothing here writes to the cluster. */
@NullMarked
package dev.rolesanywhere.plugin.migrate;

import org.jspecify.annotations.NullMarked;
