package dev.rolesanywhere.client.signing;

import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Creates self-signed identities with the JDK's keytool; none is committed. */
final class KeyPairs {
    private static final String PASSWORD = "changeit";

    private KeyPairs() {}

    static SigningIdentity ec(Path directory, String curve) throws Exception {
        Path file = Files.createTempDirectory(directory, curve).resolve("leaf.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        "leaf",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        curve,
                        "-dname",
                        "CN=test",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("keytool.log")));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file.toFile())) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new SigningIdentity(
                (PrivateKey) store.getKey("leaf", PASSWORD.toCharArray()),
                (X509Certificate) store.getCertificate("leaf"),
                List.of());
    }
}
