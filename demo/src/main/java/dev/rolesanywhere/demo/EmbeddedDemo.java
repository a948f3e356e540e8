package dev.rolesanywhere.demo;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import dev.rolesanywhere.demo.apiserver.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The path of one credential, step by step, around the API server of this JVM. */
final class EmbeddedDemo implements AutoCloseable {
    private final Narrator narrator;
    private final Processes processes;
    private static final String NODE_AGENT = """
            values of the chart:  nodeAgent: {enabled: true}
            the AWSRoleBinding:   spec: {injection: {delivery: NodeAgent}}
            or the pod:           metadata: {annotations: {rolesanywhere.dev/delivery: NodeAgent}}""";

    private final ControlPlane controlPlane;
    private final @Nullable String olderSidecar;
    private final Clock clock;
    private final EmbeddedApiServer server;
    private final KubernetesClient client;

    /** @param olderSidecar as for {@link FakeKubelet} */
    EmbeddedDemo(
            Narrator narrator,
            Path repository,
            Path directory,
            Ports ports,
            ControlPlane.Programs programs,
            @Nullable String olderSidecar,
            Clock clock) {
        this.narrator = narrator;
        this.clock = clock;
        this.server = new EmbeddedApiServer(List.of(AWSTrustAnchor.class, AWSRole.class, AWSRoleBinding.class), clock);
        this.client = server.client();
        this.olderSidecar = olderSidecar;
        this.processes = new Processes(repository, directory);
        this.controlPlane = new ControlPlane(processes, server, client, ports, programs);
    }

    /** The running parts, and the pod that the webhook changed. */
    record Prepared(Part operator, Part webhook, Pod pod) {}

    void run() throws Exception {
        Prepared prepared = prepare();
        use(prepared.pod(), prepared.operator(), new EmulatedAws(controlPlane.aws()));
        showNodeAgent();
    }

    /** The user's objects for the agent, which itself needs a node. */
    private void showNodeAgent() throws IOException {
        narrator.step(
                "Without a container that stays in the pod: the agent of the node (make demo with Docker runs it)");
        narrator.show(NODE_AGENT);
        apply("pod-of-the-node-agent.yaml");
        added(client.pods().inNamespace("shop").withName("orders-by-node-agent").require());
    }

    Prepared prepare() throws Exception {
        EmulatedAws aws = new EmulatedAws(controlPlane.aws());
        narrator.step("IAM Roles Anywhere and STS (the emulator; AWS itself cannot be had here)");
        controlPlane.emulator();
        narrator.show("listening at " + controlPlane.aws());

        narrator.step("The operator and the webhook, as `helm install` starts them");
        apply("installation.yaml");
        Part operator = controlPlane.operator();
        Part webhook = controlPlane.webhook(operator);
        narrator.show("ready; the webhook's certificate comes from the operator");

        trust(operator, aws);
        bind(operator, aws);
        return new Prepared(operator, webhook, inject());
    }

    private void trust(Part operator, EmulatedAws aws) throws Exception {
        narrator.step("kubectl apply -f trustanchor.yaml: a CA of this cluster, Ready before AWS knows it");
        apply("trustanchor.yaml");
        String bundle = Objects.requireNonNull(
                Await.await("awsta/default", operator, this::readyTrustAnchor).caBundle());
        narrator.show(bundle.lines().limit(3).collect(Collectors.joining("\n")) + "\n…");
        aws.registerTrustAnchor(bundle);
        narrator.show("registered in AWS");
    }

    private void bind(Part operator, EmulatedAws aws) throws Exception {
        narrator.step("kubectl apply -f awsrole.yaml -f awsrolebinding.yaml: this IAM role, for that ServiceAccount");
        apply("role-and-binding.yaml");
        Await.await("awsrb/orders", operator, this::readyBinding);
        String trustPolicy = Await.await("the printed trust policy", operator, this::trustPolicy);
        narrator.show(trustPolicy);
        aws.createRole("orders-reader", trustPolicy);
        narrator.show("the IAM role orders-reader has this trust policy now");
    }

    private Pod inject() throws IOException {
        narrator.step("kubectl apply -f pod.yaml: an unchanged image; the webhook adds what is needed");
        apply("pod.yaml");
        Pod pod = client.pods().inNamespace("shop").withName("orders").require();
        added(pod);
        return pod;
    }

    private void added(Pod pod) {
        Container init = pod.getSpec().getInitContainers().getFirst();
        narrator.show("init container " + init.getName()
                + (init.getRestartPolicy() == null ? ", which ends" : ", restartPolicy " + init.getRestartPolicy()));
        pod.getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .forEach(variable -> narrator.show(variable.getName() + "=" + variable.getValue()));
    }

    private void use(Pod pod, Part operator, EmulatedAws aws) throws Exception {
        FakeKubelet kubelet = new FakeKubelet(processes, server, controlPlane.aws(), olderSidecar);
        ServiceAccount orders =
                client.serviceAccounts().inNamespace("shop").withName("orders").require();

        narrator.step("The sidecar: key in memory, certificate from the operator, exchange with AWS");
        Part sidecar = kubelet.sidecar(pod, orders);
        narrator.show(operator.output()
                .lines()
                .filter(line -> line.contains("rolesanywhere.audit"))
                .collect(Collectors.joining("\n")));
        narrator.show(sidecar.output());
        narrator.show("what AWS saw of the certificate:\n" + aws.sessions());

        narrator.step("The application: an unmodified AWS SDK for Java asks who it is");
        narrator.show(kubelet.application(pod));

        narrator.step("The sidecar is killed: it comes back with what the volume holds, and renews");
        sidecar.kill();
        Part again = kubelet.sidecar(pod, orders);
        narrator.show(again.output());
        narrator.show(kubelet.application(pod));

        narrator.step("SIGTERM: the pod ends");
        narrator.show("the sidecar ended with " + again.stop());
    }

    private @Nullable AWSTrustAnchorStatus readyTrustAnchor() {
        AWSTrustAnchorStatus status = client.resources(AWSTrustAnchor.class)
                .withName("default")
                .require()
                .getStatus();
        return status != null && ready(status.conditions()) ? status : null;
    }

    private @Nullable Boolean readyBinding() {
        var status = client.resources(AWSRoleBinding.class)
                .inNamespace("shop")
                .withName("orders")
                .require()
                .getStatus();
        return status != null && ready(status.conditions()) ? Boolean.TRUE : null;
    }

    private @Nullable String trustPolicy() {
        var status = client.resources(AWSRole.class)
                .withName("orders-reader")
                .require()
                .getStatus();
        return status == null ? null : status.trustPolicy();
    }

    private static boolean ready(@Nullable List<Condition> conditions) {
        return Conditions.find(conditions, "Ready").filter(Condition::holds).isPresent();
    }

    private void apply(String manifest) throws IOException {
        String text;
        try (InputStream in = EmbeddedDemo.class.getResourceAsStream("/demo/" + manifest)) {
            text = new String(Objects.requireNonNull(in, manifest).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${EMULATOR}", controlPlane.aws())
                    .replace(
                            "${GENERATE_UNTIL}",
                            clock.instant().plus(1, ChronoUnit.DAYS).toString())
                    .replace("${WEBHOOK}", controlPlane.admission());
        }
        client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(item -> {
                    if (item instanceof Pod pod
                            && "shop".equals(pod.getMetadata().getNamespace())) {
                        server.create(pod);
                    } else {
                        client.resource(item).create();
                    }
                });
    }

    /** The address that the API server calls about pods. */
    String admission() {
        return controlPlane.admission();
    }

    @Override
    public void close() {
        processes.close();
        client.close();
        server.close();
    }
}
