/** Decides whether a pod is injected, and creates the patch: pure functions over the pod's JSON. */
@NullMarked
package dev.rolesanywhere.webhook.injection;

import org.jspecify.annotations.NullMarked;
