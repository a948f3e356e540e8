/** Kubernetes Events about pods and about objects of ours. */
@NullMarked
package dev.rolesanywhere.operator.events;

import org.jspecify.annotations.NullMarked;
