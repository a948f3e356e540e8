/** Output as text or JSON; text from the cluster is always sanitized. */
@NullMarked
package dev.rolesanywhere.plugin.output;

import org.jspecify.annotations.NullMarked;
