package dev.rolesanywhere.pki.serving;

import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeyMatch;
import dev.rolesanywhere.pki.key.PrivateKeyPem;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The serving authorities as the data of a Secret: {@code ca.crt}, {@code ca.key}, and while rotating {@code next.crt}, {@code next.key}. */
public final class ServingSecret {
    private static final String CURRENT = "ca";
    private static final String NEXT = "next";

    private ServingSecret() {}

    /** PEM texts by entry. Secret. */
    public static Map<String, String> encode(ServingAuthorities authorities) {
        Map<String, String> data = new HashMap<>();
        put(data, CURRENT, authorities.current());
        ServingAuthority next = authorities.next();
        if (next != null) {
            put(data, NEXT, next);
        }
        return Map.copyOf(data);
    }

    /**
     * What {@link #encode} wrote.
     *
     * @param data decoded from base64
     * @param random for the challenge that proves that certificate and key are a pair
     * @return empty if the current authority cannot be read; an unreadable next authority is ignored
     */
    public static Optional<ServingAuthorities> decode(Map<String, byte[]> data, SecureRandom random) {
        return read(data, CURRENT, random)
                .map(current ->
                        new ServingAuthorities(current, read(data, NEXT, random).orElse(null)));
    }

    private static void put(Map<String, String> data, String name, ServingAuthority authority) {
        data.put(name + ".crt", CertificatePem.encode(authority.certificate()));
        data.put(name + ".key", PrivateKeyPem.encode(authority.key()));
    }

    private static Optional<ServingAuthority> read(Map<String, byte[]> data, String name, SecureRandom random) {
        byte[] certificate = data.get(name + ".crt");
        byte[] key = data.get(name + ".key");
        if (certificate == null || key == null) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> certificates = CertificatePem.decode(certificate);
            return certificates.size() == 1
                            && PrivateKeyPem.decode(key) instanceof PrivateKeyPem.Content.Key(PrivateKey privateKey)
                            && KeyMatch.matches(certificates.getFirst().getPublicKey(), privateKey, random)
                    ? Optional.of(new ServingAuthority(certificates.getFirst(), privateKey))
                    : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
