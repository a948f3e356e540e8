package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.plugin.fact.Fact;
import dev.rolesanywhere.plugin.fact.Pages;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Expiration of certificate bundles. */
final class Certificates {
    private static final Duration SOON = Duration.ofDays(7);

    private Certificates() {}

    /** @param pem the bundle; an unreadable bundle is a bad fact */
    static Fact of(String name, String pem, Instant now) {
        Optional<Instant> end = lastEnd(pem);
        if (end.isEmpty()) {
            return bad(name, "contains no readable certificate");
        }
        return now.plus(SOON).isBefore(end.get())
                ? Fact.good(name, "valid until " + end.get())
                : bad(name, (now.isBefore(end.get()) ? "ends " : "ended ") + end.get());
    }

    /** @param base64 of a caBundle */
    static String pem(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    // During a rotation the bundle holds the old authority too: the latest expiration counts.
    private static Optional<Instant> lastEnd(String pem) {
        try {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return all.stream()
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .max(Comparator.naturalOrder());
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static Fact bad(String name, String finding) {
        return Fact.bad(
                name,
                finding,
                "The operator writes and renews this certificate: check the operator's log and the fact 'leader'.",
                Pages.of("operations.md#rolesanywheretlsauthorityexpires"));
    }
}
