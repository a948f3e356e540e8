import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;

/**
 * Stand-ins for operator and AWS on this machine, both over TLS: the sidecar's own rehearsal, in a separate JVM. Both
 * contestants verify them with the same authorities (the JDK's, about 150, and the rehearsal's).
 *
 * @param authorities the trust store as PEM
 */
record BenchmarkEnvironment(Path directory, Path trustStore, Path authorities, Process process) implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static BenchmarkEnvironment start(Path java, String classPath, Path directory) throws Exception {
        Process process = new ProcessBuilder(java.toString(), "-cp", classPath, "dev.rolesanywhere.sidecar.fake.Rehearsal", directory.toString(), "jdk")
                .inheritIO()
                .start();
        while (!Files.exists(directory.resolve("ready"))) {
            if (!process.isAlive()) {
                throw new IOException("the rehearsal ended; build first: make build");
            }
            Thread.sleep(50);
        }
        Path trustStore = directory.resolve("truststore.p12");
        Path authorities = Files.writeString(directory.resolve("authorities.pem"), authorities(read(trustStore)));
        identity(directory);
        return new BenchmarkEnvironment(directory, trustStore, authorities, process);
    }

    /** The rehearsal's P-256 identity as the helper's leaf; the sidecar creates its own P-256 key. */
    private static void identity(Path directory) throws Exception {
        KeyStore identity = read(Path.of(Files.readString(directory.resolve("keystore"))));
        Files.writeString(directory.resolve("leaf.pem"), pem("CERTIFICATE", identity.getCertificate("s").getEncoded()));
        Files.writeString(directory.resolve("leaf.key"), pem("PRIVATE KEY", identity.getKey("s", PASSWORD).getEncoded()));
    }

    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static String authorities(KeyStore store) throws GeneralSecurityException {
        var text = new StringBuilder();
        for (String alias : Collections.list(store.aliases())) {
            text.append(pem("CERTIFICATE", store.getCertificate(alias).getEncoded()));
        }
        return text.toString();
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    @Override
    public void close() {
        process.destroy();
    }
}
