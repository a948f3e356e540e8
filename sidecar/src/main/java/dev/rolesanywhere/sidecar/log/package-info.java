/** One JSON object a line, for people and for log collectors. */
@NullMarked
package dev.rolesanywhere.sidecar.log;

import org.jspecify.annotations.NullMarked;
