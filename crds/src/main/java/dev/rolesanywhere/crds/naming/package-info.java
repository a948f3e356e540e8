/** Kubernetes' rules for names, for every name that comes from outside and enters a path of the API server. */
@NullMarked
package dev.rolesanywhere.crds.naming;

import org.jspecify.annotations.NullMarked;
