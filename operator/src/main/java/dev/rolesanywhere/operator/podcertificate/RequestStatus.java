package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The status of an answered request, as the API server validates it. */
final class RequestStatus {
    private RequestStatus() {}

    /**
     * The status with the certificate.
     *
     * @param chain begins with the leaf's issuer, without the trust anchor
     */
    static Map<String, Object> issued(X509Certificate leaf, List<X509Certificate> chain, String message, Instant now) {
        List<X509Certificate> certificates = new ArrayList<>(List.of(leaf));
        certificates.addAll(chain);
        Validity validity = Validity.of(leaf);
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("conditions", List.of(condition("Issued", "Issued", message, now)));
        status.put("certificateChain", CertificatePem.encode(certificates));
        status.put("notBefore", validity.notBefore().toString());
        status.put(
                "beginRefreshAt",
                validity.renewAt().truncatedTo(ChronoUnit.SECONDS).toString());
        status.put("notAfter", validity.notAfter().toString());
        return status;
    }

    static Map<String, Object> denied(Answer.Denied denied, String message, Instant now) {
        return Map.of("conditions", List.of(condition("Denied", denied.inCondition(), message, now)));
    }

    private static Map<String, Object> condition(String type, String reason, String message, Instant now) {
        return Map.of(
                "type", type,
                "status", "True",
                "reason", reason,
                "message", message,
                "lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
