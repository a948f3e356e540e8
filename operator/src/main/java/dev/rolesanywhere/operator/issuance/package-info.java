/** Certificates for a pod's roles; knows no HTTP. */
@NullMarked
package dev.rolesanywhere.operator.issuance;

import org.jspecify.annotations.NullMarked;
