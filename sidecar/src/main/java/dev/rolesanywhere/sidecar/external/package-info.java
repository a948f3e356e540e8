/**
 * Reads certificates and keys that another component, such as SPIRE, writes into files of the pod. The classes are
 * loaded only for such a role.
 */
@NullMarked
package dev.rolesanywhere.sidecar.external;

import org.jspecify.annotations.NullMarked;
