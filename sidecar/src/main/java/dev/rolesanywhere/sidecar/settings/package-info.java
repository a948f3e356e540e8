/** Settings from the webhook. */
@NullMarked
package dev.rolesanywhere.sidecar.settings;

import org.jspecify.annotations.NullMarked;
