/** The AdmissionReview endpoint, and what it needs at run time: configuration, issuer bundle, health. */
@NullMarked
package dev.rolesanywhere.webhook.admission;

import org.jspecify.annotations.NullMarked;
