package dev.rolesanywhere.operator.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Fingerprint;
import dev.rolesanywhere.pki.certificate.Validity;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Key and certificates of one generation, as PEM. Secret.
 *
 * @param certificates the issuer first, the trust anchor last
 * @param key empty if external
 * @param source its source: {@link #OWN}, {@code secretRef/<name>}, or {@link #EXTERNAL} and the reference to the key
 */
public record KeyMaterial(String certificates, String key, String source) {
    public static final String OWN = "selfSigned";

    /** Stored in Secrets, so this value must not change. */
    public static final String EXTERNAL = "outside/";

    private static final Pattern LAST_NUMBER = Pattern.compile("CN=[^,]*?(\\d{1,6})(,|$)");

    /** @param source with {@link #EXTERNAL} before it */
    public static KeyMaterial external(String certificates, String source) {
        return new KeyMaterial(certificates, "", source);
    }

    /** The number of the generation in a subject; 1 if there is none. */
    public static int numberIn(String subject) {
        Matcher number = LAST_NUMBER.matcher(subject);
        return number.find() ? Integer.parseInt(number.group(1)) : 1;
    }

    /** The key material of a user's Secret. */
    public static String sourceOf(String secret) {
        return "secretRef/" + secret;
    }

    /** The key material of a Secret's data, decoded from base64; empty if an entry is missing. */
    public static Optional<KeyMaterial> of(Map<String, byte[]> data, String source) {
        byte[] certificates = data.get(CertificateAuthorityLoader.CERTIFICATE_ENTRY);
        byte[] key = data.get(CertificateAuthorityLoader.KEY_ENTRY);
        return certificates == null || key == null
                ? Optional.empty()
                : Optional.of(new KeyMaterial(new String(certificates, UTF_8), new String(key, UTF_8), source));
    }

    /** As the data of a Secret, for the loader. */
    public Map<String, byte[]> data() {
        return Map.of(
                CertificateAuthorityLoader.CERTIFICATE_ENTRY, certificates.getBytes(UTF_8),
                CertificateAuthorityLoader.KEY_ENTRY, key.getBytes(UTF_8));
    }

    /** The issuer first; empty if the PEM cannot be read. */
    public List<X509Certificate> path() {
        try {
            return CertificatePem.path(certificates.getBytes(UTF_8));
        } catch (CertificateException e) {
            return List.of();
        }
    }

    /** The certificate to register in AWS; empty if the PEM cannot be read. */
    public Optional<X509Certificate> anchor() {
        List<X509Certificate> path = path();
        return path.isEmpty() ? Optional.empty() : Optional.of(path.getLast());
    }

    /** From the earliest notBefore to the earliest notAfter of the path; the loader checks the validity in between. */
    public Optional<Validity> validity() {
        List<Validity> all = path().stream().map(Validity::of).toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Validity(
                        Collections.min(all.stream().map(Validity::notBefore).toList()),
                        Collections.min(all.stream().map(Validity::notAfter).toList())));
    }

    public Optional<String> fingerprint() {
        return anchor().map(Fingerprint::sha256);
    }

    public boolean isOwn() {
        return source.equals(OWN);
    }

    /** Whether leaves of a CA chain to this one's trust anchor: the same certificate, or a renewed one of the same key. */
    public boolean isSignedBy(X509Certificate anchor) {
        return anchor().filter(it -> Signers.same(it, anchor)).isPresent();
    }

    /** Whether the key is outside the cluster. */
    public boolean isExternal() {
        return source.startsWith(EXTERNAL);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Material[" + source + ", " + fingerprint().orElse("unreadable") + "]";
    }
}
