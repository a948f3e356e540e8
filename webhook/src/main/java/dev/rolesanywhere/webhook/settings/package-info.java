/** The delivery settings of credentials: the pod's annotations, its ServiceAccount's, its bindings' injection, the chart's. */
@NullMarked
package dev.rolesanywhere.webhook.settings;

import org.jspecify.annotations.NullMarked;
