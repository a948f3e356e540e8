/** Kubernetes Events about pods. */
@NullMarked
package dev.rolesanywhere.operator.events;

import org.jspecify.annotations.NullMarked;
