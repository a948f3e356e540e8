/** One JSON object per line, or plain text. */
@NullMarked
package dev.rolesanywhere.sidecar.log;

import org.jspecify.annotations.NullMarked;
