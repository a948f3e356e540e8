/** What the installation sets, and how durations are written in specs. */
@NullMarked
package dev.rolesanywhere.operator.settings;

import org.jspecify.annotations.NullMarked;
