/** What the webhook tells the sidecar. */
@NullMarked
package dev.rolesanywhere.sidecar.settings;

import org.jspecify.annotations.NullMarked;
