/** Kubernetes' rules for names. Applied to every external name that becomes part of an API server path. */
@NullMarked
package dev.rolesanywhere.crds.naming;

import org.jspecify.annotations.NullMarked;
