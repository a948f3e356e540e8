/** What makes pods: how a user names it, and where its pods are written. */
@NullMarked
package dev.rolesanywhere.plugin.workload;

import org.jspecify.annotations.NullMarked;
