package dev.rolesanywhere.demo;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.demo.apiserver.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The real operator, webhook, sidecar and emulator as processes around the API server of this JVM; here the demo plays the kubelet. */
final class EmbeddedDemo implements AutoCloseable {
    private static final String NAME = "roles-anywhere-operator";
    private static final String NAMESPACE = "roles-anywhere";
    private static final String ISSUER_HOST = NAME + "-issuer." + NAMESPACE + ".svc";
    private static final String WEBHOOK_HOST = NAME + "-webhook." + NAMESPACE + ".svc";
    private static final int EMULATOR_PORT = 18080;
    private static final int ISSUER_PORT = 18443;
    private static final int WEBHOOK_PORT = 18444;
    private static final String EMULATOR = "http://127.0.0.1:" + EMULATOR_PORT;

    private final Narrator narrator;
    private final Path repository;
    private final Path directory;
    private final EmbeddedApiServer server =
            new EmbeddedApiServer(List.of(AWSTrustAnchor.class, AWSRole.class, AWSRoleBinding.class));
    private final KubernetesClient client = server.client();
    private final java.util.ArrayList<Part> parts = new java.util.ArrayList<>();

    EmbeddedDemo(Narrator narrator, Path repository, Path directory) {
        this.narrator = narrator;
        this.repository = repository;
        this.directory = directory;
    }

    void run() throws Exception {
        narrator.step("IAM Roles Anywhere and STS (the emulator; AWS itself cannot be had here)");
        Part emulator = part(
                "emulator",
                Map.of("EMULATOR_PORT", "" + EMULATOR_PORT, "EMULATOR_HOST", "127.0.0.1"),
                java("emulator/target", "emulator/target/lib", "dev.rolesanywhere.emulator.Main"));
        Patience.await("the emulator", emulator, () -> status(EMULATOR + "/_emulator/sessions"));
        narrator.show("listening at " + EMULATOR);

        narrator.step("The operator and the webhook, as `helm install` starts them");
        apply("installation.yaml");
        Part operator = operator();
        Part webhook = webhook(operator);
        narrator.show("ready; the webhook's certificate comes from the operator");

        narrator.step("kubectl apply -f trustanchor.yaml: a CA of this cluster, Ready before AWS knows it");
        apply("trustanchor.yaml");
        AWSTrustAnchorStatus anchor = Patience.await("awsta/default", operator, this::readyTrustAnchor);
        narrator.show(
                Objects.requireNonNull(anchor.caBundle()).lines().limit(3).collect(Collectors.joining("\n")) + "\n…");
        EmulatedAws aws = new EmulatedAws(EMULATOR);
        aws.registerTrustAnchor(anchor.caBundle());
        narrator.show("registered in AWS");

        narrator.step("kubectl apply -f awsrole.yaml -f awsrolebinding.yaml: this IAM role, for that ServiceAccount");
        apply("role-and-binding.yaml");
        Patience.await("awsrb/orders", operator, this::readyBinding);
        String trustPolicy = Patience.await("the printed trust policy", operator, this::trustPolicy);
        narrator.show(trustPolicy);
        aws.createRole("orders-reader", trustPolicy);
        narrator.show("the IAM role orders-reader has this trust policy now");

        narrator.step("kubectl apply -f pod.yaml: an unchanged image; the webhook adds what is needed");
        apply("pod.yaml");
        Pod pod = client.pods().inNamespace("shop").withName("orders").require();
        webhook.requireAlive();
        Container sidecar = pod.getSpec().getInitContainers().getFirst();
        narrator.show(
                "added init container " + sidecar.getName() + " (restartPolicy " + sidecar.getRestartPolicy() + ")");
        pod.getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .forEach(variable -> narrator.show("added " + variable.getName() + "=" + variable.getValue()));

        narrator.step("The sidecar: key in memory, certificate from the operator, exchange with AWS");
        Part running = sidecar(pod, sidecar);
        Patience.await(
                "the first credentials",
                running,
                () -> status("http://127.0.0.1:" + Sidecar.PROBE_PORT + Sidecar.STARTED_PATH));
        narrator.show(running.output());
        narrator.show(operator.output()
                .lines()
                .filter(line -> line.contains("orders-reader") && line.contains("serial"))
                .findFirst()
                .orElse(""));

        narrator.show("what AWS saw of the certificate:");
        narrator.show(aws.sessions());

        narrator.step("The application: an unmodified AWS SDK for Java asks who it is");
        narrator.show(application(pod));

        narrator.step("SIGTERM: the pod ends");
        narrator.show("the sidecar ended with " + running.stop());
    }

    private Part operator() throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("ROLESANYWHERE_NAME", NAME);
        environment.put("ROLESANYWHERE_NAMESPACE", NAMESPACE);
        environment.put("ROLESANYWHERE_POD_NAME", "operator-0");
        environment.put("ROLESANYWHERE_ISSUING_PORT", "" + ISSUER_PORT);
        environment.put("QUARKUS_MANAGEMENT_PORT", "18081");
        environment.put("QUARKUS_HTTP_PORT", "18081");
        Part operator = part(
                "operator",
                kubernetes(environment),
                List.of("-jar", file("operator/target/quarkus-app/quarkus-run.jar")));
        Patience.await("the webhook's certificate", operator, () -> client.secrets()
                .inNamespace(NAMESPACE)
                .withName(NAME + "-webhook-tls")
                .get());
        return operator;
    }

    private Part webhook(Part operator) throws Exception {
        Secret tls = client.secrets()
                .inNamespace(NAMESPACE)
                .withName(NAME + "-webhook-tls")
                .require();
        for (Map.Entry<String, String> entry : tls.getData().entrySet()) {
            Files.write(directory.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
        }
        ConfigMap bundle = Patience.await("the issuer's bundle", operator, () -> client.configMaps()
                .inNamespace(NAMESPACE)
                .withName(NAME + "-issuer-bundle")
                .get());
        Files.writeString(directory.resolve("issuer.crt"), bundle.getData().get("ca.crt"));
        Map<String, String> environment = new HashMap<>();
        environment.put("ROLESANYWHERE_ISSUER_URL", "https://" + ISSUER_HOST + ":" + ISSUER_PORT);
        environment.put(
                "ROLESANYWHERE_ISSUER_BUNDLE_FILE",
                directory.resolve("issuer.crt").toString());
        environment.put("ROLESANYWHERE_SIDECAR_IMAGE", "roles-anywhere-sidecar:0.1.0");
        environment.put(
                "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_CERT",
                directory.resolve("tls.crt").toString());
        environment.put(
                "QUARKUS_TLS_WEBHOOK_KEY_STORE_PEM_0_KEY",
                directory.resolve("tls.key").toString());
        environment.put("QUARKUS_HTTP_SSL_PORT", "" + WEBHOOK_PORT);
        environment.put("QUARKUS_MANAGEMENT_PORT", "18082");
        Part webhook = part(
                "webhook",
                kubernetes(environment),
                List.of("-jar", file("webhook/target/quarkus-app/quarkus-run.jar")));
        Patience.await("the webhook", webhook, () -> status("http://127.0.0.1:18082/q/health/ready"));
        return webhook;
    }

    /** As the kubelet does: the container's environment, its token, its volumes (here directories). */
    private Part sidecar(Pod pod, Container container) throws Exception {
        Path token = directory.resolve("pod-token");
        Files.writeString(
                token,
                server.tokens()
                        .issue(
                                pod,
                                client.serviceAccounts()
                                        .inNamespace("shop")
                                        .withName("orders")
                                        .require(),
                                Issuing.AUDIENCE));
        Map<String, String> environment = environment(container);
        Files.createDirectories(directory.resolve("volume"));
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "-Djdk.net.hosts.file=" + file("demo/hosts"),
                "-Drolesanywhere.volume=" + directory.resolve("volume"),
                "-Drolesanywhere.issuerToken=" + token,
                "-Drolesanywhere.probeAddress=127.0.0.1"));
        arguments.addAll(java("sidecar/target", "client/target", "dev.rolesanywhere.sidecar.Main"));
        return part("sidecar", environment, arguments);
    }

    private String application(Pod pod) throws Exception {
        Map<String, String> environment =
                environment(pod.getSpec().getContainers().getFirst());
        environment.replaceAll((name, value) -> value.replace(
                Sidecar.CREDENTIALS_DIRECTORY, directory.resolve("volume").toString()));
        environment.put("AWS_ENDPOINT_URL_STS", EMULATOR);
        Part application = part(
                "application",
                environment,
                java("e2e/target", "e2e/target/workload", "dev.rolesanywhere.e2e.workload.WhoAmI"));
        if (application.waitFor() != 0) {
            throw new IllegalStateException("the application failed:\n" + application.output());
        }
        return application.output();
    }

    private @Nullable AWSTrustAnchorStatus readyTrustAnchor() {
        AWSTrustAnchorStatus status = client.resources(AWSTrustAnchor.class)
                .withName("default")
                .require()
                .getStatus();
        boolean ready = status != null
                && Conditions.find(status.conditions(), "Ready")
                        .filter(c -> c.holds())
                        .isPresent();
        return ready ? status : null;
    }

    private @Nullable String trustPolicy() {
        var status = client.resources(AWSRole.class)
                .withName("orders-reader")
                .require()
                .getStatus();
        return status == null ? null : status.trustPolicy();
    }

    private @Nullable Boolean readyBinding() {
        var status = client.resources(AWSRoleBinding.class)
                .inNamespace("shop")
                .withName("orders")
                .require()
                .getStatus();
        boolean ready = status != null
                && Conditions.find(status.conditions(), "Ready")
                        .filter(c -> c.holds())
                        .isPresent();
        return ready ? Boolean.TRUE : null;
    }

    private Map<String, String> kubernetes(Map<String, String> environment) {
        environment.put("KUBERNETES_MASTER", server.url());
        environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
        environment.put("KUBERNETES_NAMESPACE", NAMESPACE);
        return environment;
    }

    private void apply(String manifest) throws IOException {
        String text;
        try (InputStream in = EmbeddedDemo.class.getResourceAsStream("/demo/" + manifest)) {
            text = new String(Objects.requireNonNull(in, manifest).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${EMULATOR}", EMULATOR)
                    .replace("${WEBHOOK}", "https://" + WEBHOOK_HOST + ":" + WEBHOOK_PORT + "/mutate");
        }
        client.load(new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(item -> {
                    if (item instanceof Pod pod
                            && "shop".equals(pod.getMetadata().getNamespace())) {
                        server.create(pod);
                        return;
                    }
                    var resource = client.resource(item);
                    if (resource.get() == null) {
                        resource.create();
                    } else {
                        resource.patch();
                    }
                });
    }

    private Part part(String name, Map<String, String> environment, List<String> arguments) throws IOException {
        Part part = Part.start(name, directory, environment, arguments);
        parts.add(part);
        return part;
    }

    private List<String> java(String jars, String libraries, String main) {
        return List.of("-cp", file(jars) + "/*:" + file(libraries) + "/*", main);
    }

    private String file(String name) {
        return repository.resolve(name).toString();
    }

    private static Map<String, String> environment(Container container) {
        Map<String, String> environment = new HashMap<>();
        container.getEnv().forEach(variable -> {
            if (variable.getValue() != null) {
                environment.put(variable.getName(), variable.getValue());
            }
        });
        return environment;
    }

    private static @Nullable Integer status(String url) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status = http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 200 ? status : null;
        } catch (IOException e) {
            return null; // not yet
        }
    }

    @Override
    public void close() {
        parts.reversed().forEach(Part::close);
        client.close();
        server.close();
    }
}
