/** cert-manager's CertificateRequests, in the operator's namespace. */
@NullMarked
package dev.rolesanywhere.operator.certmanager;

import org.jspecify.annotations.NullMarked;
