/** Whether a pod is injected, and the patch that does it: pure functions over the pod's JSON. */
@NullMarked
package dev.rolesanywhere.webhook.injection;

import org.jspecify.annotations.NullMarked;
