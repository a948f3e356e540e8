/** The signer of Kubernetes' PodCertificateRequests (KEP-4317). */
@NullMarked
package dev.rolesanywhere.operator.podcertificate;

import org.jspecify.annotations.NullMarked;
