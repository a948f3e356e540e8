package dev.rolesanywhere.emulator.protocol;

import java.time.Duration;

/**
 * The error of AWS's clocks for one call, which only a fault changes. There are two clocks: with a wrong clock of its
 * own, a client sees that AWS disagrees about the time of the request, while the certificate, which a third party
 * issued at the correct time, stays valid.
 *
 * @param ofRequests for {@code X-Amz-Date}, {@code Date} and the session's end
 * @param ofCertificates for the validity of certificates
 */
public record ClockShift(Duration ofRequests, Duration ofCertificates) {
    public static final ClockShift NONE = new ClockShift(Duration.ZERO, Duration.ZERO);
}
