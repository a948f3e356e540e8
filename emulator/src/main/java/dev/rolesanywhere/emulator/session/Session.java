package dev.rolesanywhere.emulator.session;

import dev.rolesanywhere.emulator.arn.Arn;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A session that was given out.
 *
 * @param assumedRoleId {@code AROA…:name}
 * @param leafSerial serial number of the certificate it was asked with
 * @param subject the certificate's subject, RFC 2253
 */
public record Session(
        Keys keys,
        Arn role,
        Arn assumedRole,
        String assumedRoleId,
        Arn trustAnchor,
        Arn profile,
        String sourceIdentity,
        Map<String, String> tags,
        BigInteger leafSerial,
        String subject,
        Instant issuedAt,
        Instant expiresAt) {
    /** The three secrets of temporary credentials; only the access key id may be shown. */
    public record Keys(String accessKeyId, String secretAccessKey, String sessionToken) {
        @Override
        public String toString() {
            return accessKeyId;
        }
    }

    public Session {
        tags = new LinkedHashMap<>(tags);
    }
}
