import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.demo.apiserver.EmbeddedApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Measures this project's webhook in one run, and compares it with another one, alternating between the two: {@code
 * WebhookBenchmark <servers> [<peer's binary>]}.
 */
final class WebhookBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP = Integer.getInteger("warm-up", 3_000);
    private static final int REVIEWS = Integer.getInteger("reviews", 5_000);
    private static final int PORT = 19970;

    /** Gives background work of the start time to end: reports, compilation. */
    private static final int QUIET_MILLIS = 3_000;

    private static final String OBJECTS = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: default, namespace: shop}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: orders, namespace: shop}
            ---
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRole
            metadata: {name: orders-reader}
            spec: {roleARN: "arn:aws:iam::111122223333:role/orders-reader", allowedNamespaces: {names: [shop]}}
            ---
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRoleBinding
            metadata: {name: orders, namespace: shop}
            spec: {roleRef: {name: orders-reader}, subjects: [{name: orders}]}
            """;

    private static final String REVIEW = """
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
            "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},"namespace":"shop","operation":"CREATE",
            "userInfo":{"username":"system:serviceaccount:kube-system:replicaset-controller","groups":["system:authenticated"]},"dryRun":false,
            "object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"orders-5d4f8c7b9d-x2x7k","generateName":"orders-5d4f8c7b9d-","namespace":"shop","labels":{"app":"orders"}},
            "spec":{"serviceAccountName":"orders","volumes":[{"name":"kube-api-access-abcde","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}}]}}],
            "containers":[{"name":"app","image":"registry.example.org/orders:1.4","env":[{"name":"A","value":"b"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"}},
            "volumeMounts":[{"name":"kube-api-access-abcde","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]},
            {"name":"proxy","image":"registry.example.org/proxy:1","resources":{}}]}}}}
            """;

    /** One start of one webhook. */
    record Round(
            double startMillis,
            double handshakeMillis,
            double firstMillis,
            double cpuMillis,
            Memory idle,
            Reviews reviews,
            double cpuMillisEach,
            Memory after) {}

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        Path work = Files.createTempDirectory("benchmark");
        Path home = Path.of(args[0]).toAbsolutePath();
        var webhooks = new ArrayList<Webhook>(List.of(new Webhook.Ours("ours", home, true)));
        if (Files.exists(home.resolve("webhook/app/app.aot"))) {
            webhooks.add(new Webhook.Ours("no cache", home, false));
        }
        // Another build of our webhook, for comparison.
        Path other = Path.of(System.getProperty("other", ""));
        if (!other.toString().isEmpty()) {
            webhooks.add(new Webhook.Ours("other", other.toAbsolutePath(), true));
        }
        if (args.length > 1) {
            webhooks.add(new Webhook.Peer(Path.of(args[1]).toAbsolutePath()));
        }
        try (EmbeddedApiServer server = new EmbeddedApiServer(List.of(AWSRole.class, AWSRoleBinding.class), Clock.systemUTC());
                KubernetesClient client = server.client();
                AnnotatedAccount account = AnnotatedAccount.start()) {
            client.load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)))
                    .items()
                    .forEach(item -> client.resource(item).create());
            WebhookEnvironment around = environment(work, server.url(), account.url());
            method();
            List<List<Round>> rounds = webhooks.stream()
                    .<List<Round>>map(webhook -> new ArrayList<>())
                    .toList();
            for (int i = -1; i < ROUNDS; i++) { // -1 warms the page cache and this JVM
                for (int w = 0; w < webhooks.size(); w++) {
                    Round round = round(webhooks.get(w), around);
                    if (i >= 0) {
                        rounds.get(w).add(round);
                    }
                }
            }
            System.out.printf("%-44s", "");
            webhooks.forEach(webhook -> System.out.printf(" %10s", webhook.name()));
            System.out.println();
            row("start until it is ready, ms", rounds, Round::startMillis);
            row("CPU used up to then, ms", rounds, Round::cpuMillis);
            row("first connection (TLS handshake), ms", rounds, Round::handshakeMillis);
            row("first review on it, ms", rounds, Round::firstMillis);
            row("idle: resident, MiB", rounds, round -> round.idle().resident() / 1024.0);
            row("  of it anonymous, MiB", rounds, round -> round.idle().anonymous() / 1024.0);
            row("reviews a second, " + CONNECTIONS + " connections", rounds, round -> round.reviews()
                    .perSecond());
            row("median review, ms", rounds, round -> round.reviews().medianMillis());
            row("p99 review, ms", rounds, round -> round.reviews().p99Millis());
            row("CPU of a review, ms", rounds, Round::cpuMillisEach);
            row("after them: resident, MiB", rounds, round -> round.after().resident() / 1024.0);
            row("  of it anonymous, MiB", rounds, round -> round.after().anonymous() / 1024.0);
        } finally {
            try (var files = Files.walk(work)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
        System.exit(0); // the API server's threads
    }

    private static void method() throws IOException {
        System.out.printf(
                "%s, %d CPUs, load %s%n",
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        System.out.printf("""
                The API server is a stand-in in the benchmark's JVM: one ServiceAccount, bound and annotated, so that both webhooks change the same pod. %d rounds in
                turns, medians; a round: start, ask every 5 ms until it is ready (the peer: until it accepts connections), one review on a new TLS connection, %d ms of quiet,
                memory from /proc/<pid>/smaps_rollup, %d reviews to warm up, then %d connections with %d reviews each, HTTP/1.1 over TLS. The load comes from the same CPUs.
                """, ROUNDS, QUIET_MILLIS, WARM_UP, CONNECTIONS, REVIEWS);
    }

    private static Round round(Webhook webhook, WebhookEnvironment around) throws Exception {
        SSLContext tls = trusting(around.certificate());
        byte[] body = REVIEW.getBytes(StandardCharsets.UTF_8);
        byte[] request = ("POST " + webhook.path()
                        + "?timeout=5s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n" + REVIEW)
                .getBytes(StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        Process process = webhook.start(PORT, around);
        try {
            while (!webhook.ready(PORT)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(webhook.name() + " ended:\n"
                            + tail(around.directory().resolve(webhook.log())));
                }
                Thread.sleep(5);
            }
            double start = (System.nanoTime() - begin) / 1e6;
            double cpu = cpuMillis(process);
            Thread.sleep(webhook.fillingMillis());
            double[] first = Reviews.first(tls, PORT, request);
            Thread.sleep(QUIET_MILLIS);
            Memory idle = Memory.of(process);
            Reviews.run(tls, PORT, request, 1, WARM_UP);
            double warm = cpuMillis(process);
            Reviews reviews = Reviews.run(tls, PORT, request, CONNECTIONS, REVIEWS);
            double each = (cpuMillis(process) - warm) / CONNECTIONS / REVIEWS;
            return new Round(start, first[0], first[1], cpu, idle, reviews, each, Memory.of(process));
        } catch (IOException e) {
            throw new IllegalStateException(
                    webhook.name() + " said at last:\n"
                            + tail(around.directory().resolve(webhook.log())),
                    e);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** Includes the JIT compiler, which still runs during the reviews. */
    private static double cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    private static void row(String what, List<List<Round>> rounds, ToDoubleFunction<Round> figure) {
        System.out.printf("%-44s", what);
        for (List<Round> of : rounds) {
            double median = of.stream()
                    .mapToDouble(figure)
                    .sorted()
                    .skip(of.size() / 2)
                    .findFirst()
                    .orElseThrow();
            System.out.printf(median < 100 ? " %10.1f" : " %10.0f", median);
        }
        System.out.println();
    }

    private static WebhookEnvironment environment(Path directory, String apiServer, String peersApiServer)
            throws Exception {
        Path store = directory.resolve("store.p12");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "webhook",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=webhook",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        KeyStore made = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Path certificate = Files.writeString(
                directory.resolve("tls.crt"),
                pem("CERTIFICATE", made.getCertificate("webhook").getEncoded()));
        Path key = Files.writeString(
                directory.resolve("tls.key"),
                pem(
                        "PRIVATE KEY",
                        made.getKey("webhook", "changeit".toCharArray()).getEncoded()));
        return new WebhookEnvironment(directory, apiServer, peersApiServer, certificate, key);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "webhook", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
