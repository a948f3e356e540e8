package dev.rolesanywhere.operator.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The generations as the data of one Secret, so that each step of a rotation is one write. {@code tls.crt} and {@code tls.key} are
 * always the active CA; the other entries exist only during a rotation.
 */
public final class GenerationsSecret {
    private static final String SOURCE = "source";
    private static final String NUMBER = "generation";
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String NEXT_SOURCE = "next.source";
    private static final String NEXT_TRUSTED_SINCE = "next.trusted-since";
    private static final String RETIRING_CERTIFICATE = "retiring.crt";
    private static final String RETIRING_UNTIL = "retiring.until";

    private GenerationsSecret() {}

    /** PEM texts and RFC 3339 times by entry. Secret. */
    public static Map<String, String> encode(Generations generations) {
        Map<String, String> data = new HashMap<>();
        data.put(
                CertificateAuthorityLoader.CERTIFICATE_ENTRY,
                generations.active().certificates());
        data.put(CertificateAuthorityLoader.KEY_ENTRY, generations.active().key());
        data.put(SOURCE, generations.active().source());
        data.put(NUMBER, Integer.toString(generations.number()));
        Generations.Next next = generations.next();
        if (next != null) {
            data.put(NEXT_CERTIFICATE, next.material().certificates());
            data.put(NEXT_KEY, next.material().key());
            data.put(NEXT_SOURCE, next.material().source());
            if (next.trustedSince() != null) {
                data.put(NEXT_TRUSTED_SINCE, next.trustedSince().toString());
            }
        }
        Generations.Retiring retiring = generations.retiring();
        if (retiring != null) {
            data.put(RETIRING_CERTIFICATE, CertificatePem.encode(retiring.certificate()));
            data.put(RETIRING_UNTIL, retiring.until().toString());
        }
        return Map.copyOf(data);
    }

    /**
     * Decodes the output of {@link #encode}, or a Secret with only {@code tls.crt} and {@code tls.key}.
     *
     * @param data decoded from base64
     * @return empty without an active CA; other unreadable entries are ignored
     */
    public static Optional<Generations> decode(Map<String, byte[]> data) {
        return KeyMaterial.of(data, text(data, SOURCE, KeyMaterial.OWN))
                .map(active -> new Generations(number(data), active, next(data), retiring(data)));
    }

    /** The source of the active CA. */
    public static String source(Map<String, byte[]> data) {
        return text(data, SOURCE, KeyMaterial.OWN);
    }

    private static int number(Map<String, byte[]> data) {
        String written = text(data, NUMBER, "");
        return written.matches("\\d{1,6}") ? Integer.parseInt(written) : 0;
    }

    private static Generations.@Nullable Next next(Map<String, byte[]> data) {
        if (!data.containsKey(NEXT_CERTIFICATE) || !data.containsKey(NEXT_KEY)) {
            return null;
        }
        KeyMaterial material = new KeyMaterial(
                text(data, NEXT_CERTIFICATE, ""), text(data, NEXT_KEY, ""), text(data, NEXT_SOURCE, KeyMaterial.OWN));
        return material.anchor().isEmpty()
                ? null
                : new Generations.Next(
                        material, instant(data, NEXT_TRUSTED_SINCE).orElse(null));
    }

    private static Generations.@Nullable Retiring retiring(Map<String, byte[]> data) {
        byte[] pem = data.get(RETIRING_CERTIFICATE);
        Optional<Instant> until = instant(data, RETIRING_UNTIL);
        if (pem == null || until.isEmpty()) {
            return null;
        }
        try {
            return CertificatePem.decode(pem).stream()
                    .findFirst()
                    .map(certificate -> new Generations.Retiring(certificate, until.get()))
                    .orElse(null);
        } catch (CertificateException e) {
            return null;
        }
    }

    private static Optional<Instant> instant(Map<String, byte[]> data, String entry) {
        try {
            return Optional.of(Instant.parse(text(data, entry, "")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, byte[]> data, String entry, String otherwise) {
        byte[] value = data.get(entry);
        return value == null ? otherwise : new String(value, UTF_8);
    }
}
