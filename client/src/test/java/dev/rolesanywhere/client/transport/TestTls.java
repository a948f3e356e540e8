package dev.rolesanywhere.client.transport;

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A self-signed TLS server identity for 127.0.0.1 from keytool. It is stored in target/ and reused: mutation testing
 * runs the same tests thousands of times, and keytool takes as long as all of them.
 */
record TestTls(SSLContext context, String pem) {
    private static final Path KEPT = Path.of("target", "test-tls");
    private static final Duration VALID = Duration.ofDays(365);

    /** @param name of the identity; each has its own key */
    static TestTls make(String name, String subjectAlternativeName) throws Exception {
        Path file = KEPT.resolve(name + ".p12");
        if (!Files.exists(file)
                || Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(Instant.now().minus(VALID.dividedBy(2)))) {
            generate(file, subjectAlternativeName);
        }
        return read(file);
    }

    private static void generate(Path file, String subjectAlternativeName) throws Exception {
        Files.createDirectories(KEPT);
        Path directory = Files.createTempDirectory(KEPT, "new");
        Path made = directory.resolve("server.p12");
        Path log = directory.resolve("keytool.log");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        "s",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=s",
                        "-ext",
                        "SAN=" + subjectAlternativeName,
                        "-validity",
                        Long.toString(VALID.toDays()),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        made.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
        // Two processes may do this at the same time; each then reads one whole file.
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static TestTls read(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file.toFile())) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new TestTls(
                context,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(store.getCertificate("s").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }
}
