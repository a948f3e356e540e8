package dev.rolesanywhere.operator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * {@code make leaf-rate}: how many certificates a second the operator issues to many pods, with TLS, TokenReview and live reads of a real API
 * server, and what each part costs. The operator has the options of its image. Variables: PODS, CLIENTS, ROUNDS, BINDINGS (in each namespace).
 */
public final class LeafRate {
    private static final String SYSTEM = "leaf-rate";
    private static final String NAME = "leaf-rate";
    private static final int PODS = number("PODS", 1_000);
    private static final int CLIENTS = number("CLIENTS", 8);
    private static final int ROUNDS = number("ROUNDS", 5);
    private static final int BINDINGS = number("BINDINGS", 50);
    private static final int NAMESPACES = 20;
    private static final int MANAGEMENT = 18_089;
    private static final Path OPTIONS = Path.of("..", "images", "jvm", "operator.args");
    private static final Pattern STEP =
            Pattern.compile("rolesanywhere_issuing_duration_seconds_(sum|count)\\{step=\"(\\w+)\",?} (\\S+)");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KubernetesClient client;
    private final OperatorProcess operator;
    private final HttpClient http = HttpClient.newHttpClient();

    private LeafRate(ApiServer server) throws IOException {
        client = server.client();
        server.namespace(SYSTEM);
        Map<String, String> asInPod = Map.of("KUBECONFIG", withToken(server).toString());
        operator = OperatorProcess.start(server, SYSTEM, NAME, "leaf-rate-0", options(), MANAGEMENT, asInPod);
    }

    /** An operator in a pod has a token. Without a token, Fabric8 parses the kubeconfig again before each request, which took a fifth of the CPU. */
    private Path withToken(ApiServer server) throws IOException {
        server.serviceAccount(SYSTEM, NAME);
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("", "ServiceAccount", NAME, SYSTEM)
                        .build())
                .serverSideApply();
        String token = client.serviceAccounts()
                .inNamespace(SYSTEM)
                .withName(NAME)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(7200L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        Config config = Serialization.unmarshal(Files.readString(server.kubeConfig()), Config.class);
        config.getUsers()
                .getFirst()
                .setUser(new AuthInfoBuilder().withToken(token).build());
        Path file = Files.createTempFile("kubeconfig", ".yaml");
        Files.writeString(file, Serialization.asYaml(config));
        file.toFile().deleteOnExit();
        return file;
    }

    public static void main(String[] args) throws Exception {
        var benchmark = new LeafRate(ApiServer.shared());
        try {
            benchmark.run();
        } finally {
            benchmark.operator.close();
        }
        System.exit(0); // Testcontainers' shutdown hook removes the API server
    }

    private static List<String> options() {
        // The container's limit, of which the heap is a part.
        return List.of("-XX:MaxRAM=512m", "@" + OPTIONS);
    }

    private void run() throws Exception {
        int port = authority();
        List<byte[]> requests = requests();
        Issuing issuing = issuing(port);
        Sidecars sidecars = new Sidecars(issuing.tls(), port);
        System.out.printf(
                """
                %s: %d pods in %d namespaces with %d bindings each, %d clients, load %s; a round: each pod asks once, on a connection with a whole handshake, from an address of its own.
                Parts: the operator's own timers, the mean of a round. CPU: the operator's process. All on one machine with the API server.
                A P-256 signature by itself: %.0f a second on one core of this machine now.
                """,
                Instant.now(),
                PODS,
                NAMESPACES,
                BINDINGS,
                CLIENTS,
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0],
                signatures());
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, double[]> before = steps();
            Duration cpu = operator.cpu();
            Sidecars.Round done = sidecars.ask(requests, CLIENTS);
            System.out.printf(
                    "round %d: %.0f certificates a second, p50 %.1f ms, p99 %.1f ms, %.2f ms of CPU each%s%n",
                    round,
                    done.perSecond(),
                    done.wholeMillis(0.5),
                    done.wholeMillis(0.99),
                    operator.cpu().minus(cpu).toMillis() / (double) PODS,
                    parts(before, steps()));
        }
    }

    private int authority() {
        client.resource(Manifests.trustAnchor(NAME)).serverSideApply();
        int port = operator.port();
        // A registration that exists before the CA would mean that an earlier CA existed.
        await().atMost(Duration.ofMinutes(2))
                .until(() -> client.secrets()
                                .inNamespace(SYSTEM)
                                .withName("awsta-" + NAME + "-ca")
                                .get()
                        != null);
        client.resources(AWSTrustAnchor.class)
                .withName(NAME)
                .patch(PatchContext.of(PatchType.JSON_MERGE), Manifests.registered());
        return port;
    }

    private Issuing issuing(int port) throws Exception {
        String bundle = await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> client.configMaps()
                                .inNamespace(SYSTEM)
                                .withName(NAME + "-issuer-bundle")
                                .get(),
                        found -> found != null)
                .getData()
                .get("ca.crt");
        Issuing issuing = new Issuing(client, port, NAME + "-issuer." + SYSTEM + ".svc", bundle);
        String token = issuing.token(namespace(0), "orders", "pod-0", "rolesanywhere.dev");
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> issuing.certificates(token).body().has("roles"));
        return issuing;
    }

    /** Each pod with its token and its own key. */
    private List<byte[]> requests() throws Exception {
        for (int i = 0; i < NAMESPACES; i++) {
            ApiServer.shared().namespace(namespace(i));
            ApiServer.shared().serviceAccount(namespace(i), "orders");
            client.resource(Manifests.role(namespace(i), NAME)).serverSideApply();
            bind(namespace(i));
        }
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> client.resources(AWSRoleBinding.class).inAnyNamespace().list().getItems().stream()
                        .allMatch(binding -> binding.getStatus() != null));
        try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<byte[]>> all = IntStream.range(0, PODS)
                    .mapToObj(pod -> pool.submit(() -> request(pod)))
                    .toList();
            List<byte[]> requests = new ArrayList<>();
            for (Future<byte[]> each : all) {
                requests.add(each.get());
            }
            return requests;
        }
    }

    /** Binds the role to the pods' ServiceAccount, and to other ServiceAccounts by one binding each. */
    private void bind(String namespace) {
        client.resource(Manifests.binding(namespace, namespace, "orders")).serverSideApply();
        for (int other = 1; other < BINDINGS; other++) {
            AWSRoleBinding binding = Manifests.binding(namespace, namespace, "other-" + other);
            binding.getMetadata().setName("other-" + other);
            client.resource(binding).serverSideApply();
        }
    }

    private byte[] request(int pod) throws Exception {
        String name = "pod-" + pod;
        ApiServer.shared().podWithSidecar(namespace(pod), name, "orders");
        String token = Issuing.token(client, namespace(pod), "orders", name, "rolesanywhere.dev");
        KeyPair pair = KeySpec.P256.generate(RANDOM);
        byte[] csr = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=me"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        String body = "{\"csr\": \"" + Base64.getEncoder().encodeToString(csr) + "\"}";
        return ("POST /v1/certificates HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                        + token + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    private static String namespace(int pod) {
        return "leaf-rate-" + pod % NAMESPACES;
    }

    /** Seconds and calls so far, by step. */
    private Map<String, double[]> steps() throws Exception {
        String metrics = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + MANAGEMENT + "/q/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Map<String, double[]> steps = new TreeMap<>();
        STEP.matcher(metrics).results().forEach(found -> {
            double[] both = steps.computeIfAbsent(found.group(2), step -> new double[2]);
            both[found.group(1).equals("sum") ? 0 : 1] = Double.parseDouble(found.group(3));
        });
        return steps;
    }

    private static String parts(Map<String, double[]> before, Map<String, double[]> after) {
        var text = new StringBuilder();
        after.forEach((step, both) -> text.append("; %s %.2f ms"
                .formatted(step, (both[0] - before.get(step)[0]) / (both[1] - before.get(step)[1]) * 1000)));
        return text.toString();
    }

    private static double signatures() throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(KeySpec.P256.generate(RANDOM).getPrivate());
        byte[] certificate = new byte[500];
        double best = 0;
        for (int round = 0; round < 5; round++) {
            long began = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                signature.update(certificate);
                signature.sign();
            }
            best = Math.max(best, 1_000 / ((System.nanoTime() - began) / 1e9));
        }
        return best;
    }

    private static int number(String variable, int otherwise) {
        String given = System.getenv(variable);
        return given == null || given.isEmpty() ? otherwise : Integer.parseInt(given);
    }
}
