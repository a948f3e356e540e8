/** Objects that create pods: their names and their pod templates. */
@NullMarked
package dev.rolesanywhere.plugin.workload;

import org.jspecify.annotations.NullMarked;
