/** The AdmissionReview endpoint with its configuration, issuer bundle and health. */
@NullMarked
package dev.rolesanywhere.webhook.admission;

import org.jspecify.annotations.NullMarked;
