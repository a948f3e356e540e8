/** Issues certificates for a pod's roles, independent of HTTP. */
@NullMarked
package dev.rolesanywhere.operator.issuance;

import org.jspecify.annotations.NullMarked;
