package dev.rolesanywhere.emulator;

import dev.rolesanywhere.emulator.certificate.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The server certificate, from PEM files as in Kubernetes. */
final class Tls {
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA");

    private Tls() {}

    /**
     * Reads certificate and key.
     *
     * @param certificate PEM, the server's certificate first
     * @param key PEM, PKCS #8 ({@code BEGIN PRIVATE KEY}), not encrypted
     */
    static SSLContext context(Path certificate, Path key) throws IOException, GeneralSecurityException {
        Certificate[] chain =
                Certificates.fromPem(Files.readString(certificate)).toArray(Certificate[]::new);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", privateKey(Files.readString(key, StandardCharsets.US_ASCII)), new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new InvalidKeySpecException("The TLS key must be PKCS #8 PEM (BEGIN PRIVATE KEY);"
                    + " convert it with: openssl pkcs8 -topk8 -nocrypt");
        }
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "");
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Another algorithm: the next one is tried.
            }
        }
        throw new InvalidKeySpecException("The TLS key must be an EC or RSA key");
    }
}
