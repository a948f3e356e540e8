package dev.rolesanywhere.demo;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Runs the usual work of operator and webhook once, against the demo's API server, so that their JVMs record the loaded
 * and compiled code. {@code images/train} uses it to create the AOT caches of the images.
 */
public final class Rehearsal {
    /** Some thousand reviews: the cache then holds better profiles of busy methods than after one thousand (docs/benchmark.md). */
    private static final int ROUNDS = 30;

    /** Writing a cache takes a long time. */
    private static final long SECONDS_TO_END = 300;

    private Rehearsal() {}

    /**
     * @param args a directory with an argument file for {@code java} for each part, such as {@code webhook.args}, and
     *     the pods to review
     */
    public static void main(String[] args) throws Exception {
        Path options = Path.of(args[0]).toAbsolutePath();
        Path directory = Files.createTempDirectory("roles-anywhere-rehearsal");
        try (EmbeddedDemo demo = new EmbeddedDemo(
                new Narrator(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
                Path.of("").toAbsolutePath(),
                directory,
                Ports.free(),
                part -> List.of("@" + options.resolve(part + ".args")),
                null,
                Clock.systemUTC())) {
            EmbeddedDemo.Prepared prepared = demo.prepare();
            ask(demo.admission(), directory.resolve("tls.crt"), reviews(Path.of(args[1])));
            end(prepared.webhook());
            end(prepared.operator());
        } finally {
            Main.delete(directory);
        }
        System.exit(0); // the mock server keeps threads
    }

    private static void end(Part part) throws Exception {
        int exit = part.stop(SECONDS_TO_END);
        // 143: SIGTERM.
        if (exit != 0 && exit != 143) {
            List<String> lines = part.output().lines().toList();
            throw new IllegalStateException("a part ended with " + exit + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        }
    }

    private static void ask(String admission, Path certificate, List<String> reviews) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String review : reviews) {
                    HttpRequest request = HttpRequest.newBuilder(URI.create(admission))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(review))
                            .build();
                    int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (status != 200) {
                        throw new IOException("the webhook answered " + status);
                    }
                }
            }
        }
    }

    /** One for each {@code pod.yaml} below the directory. */
    private static List<String> reviews(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(file -> file.endsWith("pod.yaml")).sorted().toList();
        }
        List<String> reviews = new ArrayList<>();
        for (Path file : files) {
            Pod pod = Serialization.unmarshal(Files.readString(file), Pod.class);
            reviews.add(Serialization.asJson(new AdmissionReviewBuilder()
                    .withNewRequest()
                    .withUid(UUID.randomUUID().toString())
                    .withNewKind("", "Pod", "v1")
                    .withNewResource("", "pods", "v1")
                    .withNamespace("shop")
                    .withOperation("CREATE")
                    .withDryRun(true)
                    .withObject(pod)
                    .endRequest()
                    .build()));
        }
        return reviews;
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "webhook", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
