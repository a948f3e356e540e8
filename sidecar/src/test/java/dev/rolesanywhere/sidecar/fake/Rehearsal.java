package dev.rolesanywhere.sidecar.fake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An operator and an AWS to train the sidecar's AOT cache and to measure it against: {@code Rehearsal <directory>
 * <bundle|jdk>}. Writes {@code ca.pem}, {@code url}, {@code aws} (its URL), {@code keystore} (its path), {@code token} and {@code truststore.p12} (the JDK's authorities and its
 * own), then {@code ready}, and runs until it is ended. With {@code bundle} AWS's authority comes in {@code aws.caBundle},
 * with {@code jdk} the sidecar must find it in its trust store.
 */
public final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        TestTls tls = TestTls.make(directory);
        String caBundle = args[1].equals("bundle") ? tls.pem() : null;
        FakeServer aws = new FakeServer(
                tls,
                0,
                request -> FakeAnswers.session(
                        "ASIAREHEARSAL",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(6, ChronoUnit.HOURS)));
        FakeServer issuer = new FakeServer(
                tls,
                0,
                request -> request.startsWith("POST /v1/outcomes")
                        ? FakeServer.response(204, "")
                        : FakeAnswers.issued(tls.pem(), FakeAnswers.role("rehearsal", true, tls, aws.url(), caBundle)));
        Files.writeString(directory.resolve("ca.pem"), tls.pem());
        Files.writeString(directory.resolve("url"), issuer.url());
        Files.writeString(directory.resolve("aws"), aws.url());
        Files.writeString(directory.resolve("keystore"), tls.keyStore().toString());
        Files.writeString(directory.resolve("token"), "a-projected-token");
        Path trustStore = directory.resolve("truststore.p12");
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "security", "cacerts"), trustStore);
        TestTls.keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "rehearsal",
                "-file",
                directory.resolve("ca.pem").toString(),
                "-storepass",
                TestTls.PASSWORD,
                "-keystore",
                trustStore.toString());
        Files.writeString(directory.resolve("ready"), "");
        Thread.currentThread().join();
    }
}
