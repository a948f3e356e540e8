/** Certificates and keys that another component, such as SPIRE, keeps in files of the pod. Loaded for such a role only. */
@NullMarked
package dev.rolesanywhere.sidecar.external;

import org.jspecify.annotations.NullMarked;
