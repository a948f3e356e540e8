package dev.rolesanywhere.authorities.certmanager;

import java.time.Duration;

/**
 * How long a pod waits for a new CertificateRequest.
 *
 * @param questions how often it is read from the API server
 * @param first pause before the first read; each further pause is twice as long, up to {@code longest}
 */
record PollSchedule(int questions, Duration first, Duration longest) {
    /** Four seconds: a sidecar waits ten for an answer, which may be about several roles; an issuer of the cluster signs within one. */
    static final PollSchedule DEFAULT = new PollSchedule(12, Duration.ofMillis(50), Duration.ofMillis(400));

    /** @param question from 1 */
    Duration before(int question) {
        Duration doubled = first;
        for (int i = 1; i < question && doubled.compareTo(longest) < 0; i++) {
            doubled = doubled.multipliedBy(2);
        }
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
