package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Stands for SPIRE's server: a root and certificates with a SPIFFE ID, which openssl creates. SpireTest of the sidecar has SPIRE itself.
 *
 * @param folder of the root and of the newest certificate
 */
record ExternalIssuer(Path folder) {
    private static final String KEY = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes ";

    static ExternalIssuer in(Path folder) throws IOException, InterruptedException {
        var issuer = new ExternalIssuer(Files.createDirectories(folder));
        issuer.run(KEY + "-days 2 -subj /O=SPIFFE -addext keyUsage=critical,keyCertSign,cRLSign -keyout root.key"
                + " -out root.pem");
        return issuer;
    }

    String root() throws IOException {
        return read("root.pem");
    }

    /** The two files that spiffe-helper writes. */
    Map<String, String> certificate(String spiffeId) throws IOException, InterruptedException {
        run(KEY + "-days 1 -subj /O=SPIRE -CA root.pem -CAkey root.key -addext subjectAltName=URI:" + spiffeId
                + " -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature"
                + " -addext extendedKeyUsage=clientAuth,serverAuth -keyout tls.key -out tls.crt");
        return Map.of("tls.crt", read("tls.crt"), "tls.key", read("tls.key"));
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private void run(String command) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(command.split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(printed).isZero();
    }
}
