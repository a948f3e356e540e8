package dev.rolesanywhere.authorities.certmanager;

import java.time.Duration;

/**
 * How long a pod waits for a CertificateRequest that was just made.
 *
 * @param questions how often the API server is asked about it
 */
record Patience(int questions, Duration between) {
    /** A sidecar waits ten seconds for an answer, which may be about several roles; an issuer of the cluster signs within one. */
    static final Patience DEFAULT = new Patience(20, Duration.ofMillis(200));
}
