/** Kubernetes Events about pods and about the operator's custom resources. */
@NullMarked
package dev.rolesanywhere.operator.events;

import org.jspecify.annotations.NullMarked;
