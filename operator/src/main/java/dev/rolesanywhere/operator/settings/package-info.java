/** The settings of the installation, and durations in specs. */
@NullMarked
package dev.rolesanywhere.operator.settings;

import org.jspecify.annotations.NullMarked;
