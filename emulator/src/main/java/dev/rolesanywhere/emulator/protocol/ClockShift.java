package dev.rolesanywhere.emulator.protocol;

import java.time.Duration;

/**
 * How far AWS's clocks are off for one call, which only a fault does. Two of them: what a client sees of a wrong clock of its own is that AWS
 * disagrees about the time of the request, while the certificate, which a third party made in true time, stays valid.
 *
 * @param ofRequests for {@code X-Amz-Date}, {@code Date} and the session's end
 * @param ofCertificates for the validity of certificates
 */
public record ClockShift(Duration ofRequests, Duration ofCertificates) {
    public static final ClockShift NONE = new ClockShift(Duration.ZERO, Duration.ZERO);
}
