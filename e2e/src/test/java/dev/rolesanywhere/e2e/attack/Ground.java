package dev.rolesanywhere.e2e.attack;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.abuse.KeyHolder;
import dev.rolesanywhere.e2e.attacker.Attacker;
import dev.rolesanywhere.e2e.attacker.Customer;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cluster with the pods of attackers and customers. One attack at a time. */
final class Ground {
    static final String CUSTOMERS = "attacked";
    static final String ATTACKERS = "attacker";
    /** The prefix of the names of pods that start during attacks. */
    static final String STARTS = "starts-";

    private static final String ON_NODE = "attacker-on-node";
    private static final Set<String> STAYS =
            Set.of("default", "aws", Installation.NAMESPACE, CUSTOMERS, ATTACKERS, ON_NODE);
    private static final String CUSTOMER = "customer";
    private static final String LIMITED = "customer-with-cpu-limit";
    private static final String STRANGER = "stranger";
    private static final String BOUND = "bound";
    private static final String APP = "app";

    /** The operator counts requests by pod, and answers forty requests of each pod per minute. */
    private static final int ACCOUNTS = 5;

    /** A pod that is created during an attack has slightly less time to start. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** A process may end some time after the cause. */
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private final Processes processes = new Processes(installation.cluster(), CUSTOMERS);
    private final Workload customers = Workload.namespace(CUSTOMERS);
    private final Workload attackers = Workload.namespace(ATTACKERS);
    private final Workload onNode = Workload.namespace(ON_NODE);
    private final IssuingEndpoint endpoint;
    private final List<Pod> accounts = new ArrayList<>();
    private final List<byte[]> csrs = new ArrayList<>();
    private final Pod probing;
    private final AtomicInteger started = new AtomicInteger();
    private final Reports reports;
    private List<Processes.Seen> last = List.of();

    Ground() throws Exception {
        clear();
        endpoint = new IssuingEndpoint();
        allowHostNetwork();
        customers.bind(CUSTOMERS);
        attackers.bind(ATTACKERS);
        await("the webhook knows the bindings")
                .atMost(Cluster.PATIENCE)
                .until(() -> injected(CUSTOMERS) && injected(ATTACKERS));
        customers.create(withTmp(customers.pod(CUSTOMER, customer().build())));
        customers.create(withTmp(customers.pod(
                LIMITED,
                customer()
                        .editResources()
                        .addToLimits("cpu", new Quantity("1"))
                        .endResources()
                        .build())));
        attackers.create(stranger(attackers));
        attackers.create(boundAttacker());
        onNode.create(stranger(onNode).editSpec().withHostNetwork(true).endSpec());
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(customers.create(account(customers, "account-" + i)));
            csrs.add(KeyHolder.fresh().csr());
        }
        probing = customers.create(account(customers, "account-before"));
        Stream.of(CUSTOMER, LIMITED).forEach(pod -> customers.awaitPhase(pod, "Running"));
        Stream.of(STRANGER, BOUND).forEach(pod -> attackers.awaitPhase(pod, "Running"));
        onNode.awaitPhase(STRANGER, "Running");
        await("the customers are served")
                .atMost(Cluster.PATIENCE)
                .ignoreExceptions()
                .until(() -> Seconds.of(customers.log(CUSTOMER, APP), 0).answered() > 0
                        && Seconds.of(customers.log(LIMITED, APP), 0).answered() > 0);
        reports = new Reports(client, endpoint, attackers, Workload.namespace("bystander"));
    }

    Reports reports() {
        return reports;
    }

    /** @param podStarts whether a bound pod is created after the attack has started, and must start before it ends */
    Result run(Attack attack, Duration time, boolean podStarts) throws Exception {
        List<String> late = Result.ended(last, processes.look());
        recover();
        if (attack.equals(Attack.EVENT_FLOOD)) {
            reports.hand(resource(attack.from()), (int) (12 * time.toSeconds()));
        }
        processes.forgetPeaks();
        List<Processes.Seen> before = processes.look();
        long probes = processes.failedProbes();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String sent;
        List<Served> served;
        long from;
        try (ExecWatch running = exec(attack, podStarts && time.compareTo(LONGEST) < 0 ? LONGEST : time, out)) {
            await("the attack begins").atMost(LONGEST).until(() -> text(out).contains(Attacker.BEGINS));
            from = System.currentTimeMillis();
            Legitimate legitimate = legitimate();
            Served start = podStarts ? start(time, resource(attack.from())) : null;
            Integer code =
                    running.exitCode().get(LONGEST.plus(time).plusMinutes(2).toSeconds(), TimeUnit.SECONDS);
            sent = text(out)
                    .replace(Attacker.BEGINS, "")
                    .replaceAll("\\s+", " ")
                    .strip();
            if (!Integer.valueOf(0).equals(code)) {
                throw new IllegalStateException("the attacker ended with " + code + ": " + sent);
            }
            Thread.sleep(AFTERMATH.toMillis());
            served = new ArrayList<>(legitimate.end());
            if (start != null) {
                served.add(start);
            }
        }
        served.add(Seconds.of(customers.log(CUSTOMER, APP), from).as("credentials"));
        served.add(Seconds.of(customers.log(LIMITED, APP), from).as("credentials of a pod with a CPU limit"));
        long failedProbes = processes.failedProbes() - probes;
        last = processes.look();
        served.add(new Served("probes", 0, failedProbes, 0));
        return new Result(attack, sent, late, before, last, served);
    }

    /** Waits until everything runs correctly. Only parts that failed in the previous attack must be replaced. */
    private void recover() {
        processes.replaceTheEnded();
        await("operator, webhook and sidecars are ready")
                .atMost(Cluster.PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> processes.ready()
                        && podIp(true) != null
                        && podIp(false) != null
                        && webhooks().findAny().isPresent()
                        && injected(CUSTOMERS)
                        && issued(token(probing), csrs.getFirst()) == null);
    }

    private Legitimate legitimate() {
        List<String> tokens = accounts.stream().map(this::token).toList();
        AtomicInteger next = new AtomicInteger();
        return new Legitimate()
                .and("admissions", 250, () -> injected(CUSTOMERS) ? null : "not injected")
                .and("certificates", 400, () -> {
                    int account = next.getAndIncrement() % ACCOUNTS;
                    return issued(tokens.get(account), csrs.get(account));
                });
    }

    /** Null if the certificate was issued. */
    private @Nullable String issued(String token, byte[] csr) throws Exception {
        IssuingEndpoint.Answer answer = endpoint.post(token, csr);
        return answer.status() == 200 && !answer.body().path("roles").isEmpty()
                ? null
                : answer.status() + " " + answer.body();
    }

    private String token(Pod pod) {
        return endpoint.token(pod.getMetadata().getNamespace(), APP, Issuing.AUDIENCE, pod);
    }

    /**
     * A pod that a user starts during the attack. The attack ends after the pod has started, but not before its time.
     */
    private Served start(Duration time, PodResource attacker) throws InterruptedException {
        String name = STARTS + started.incrementAndGet();
        long began = System.nanoTime();
        boolean up = true;
        try {
            customers.create(customers.pod(
                    name,
                    container(APP, Installation.JAVA_IMAGE, "600")
                            .withCommand("sleep")
                            .build()));
            await("pod " + name + " starts during the attack")
                    .atMost(LONGEST.minusSeconds(5))
                    .until(() ->
                            "Running".equals(customers.get(name).getStatus().getPhase()));
        } catch (RuntimeException e) {
            System.err.println("attack: pod did not start: " + e.getMessage());
            up = false;
        }
        long took = (System.nanoTime() - began) / 1_000_000;
        Thread.sleep(Math.max(0, time.toMillis() - took));
        touchStop(attacker);
        customers.resource(name).withGracePeriod(0).delete();
        return new Served("pod starts", up ? 1 : 0, up ? 0 : 1, took);
    }

    private static void touchStop(PodResource attacker) {
        try {
            execute(attacker, "touch", "/tmp/stop");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private PodResource resource(Attack.From from) {
        return switch (from) {
            case STRANGER -> attackers.resource(STRANGER);
            case HOST_NETWORK -> onNode.resource(STRANGER);
            case BOUND_POD -> attackers.resource(BOUND);
            case CUSTOMER -> customers.resource(CUSTOMER);
        };
    }

    private static void execute(PodResource pod, String... command) throws Exception {
        try (ExecWatch watch =
                pod.inContainer(APP).writingOutput(new ByteArrayOutputStream()).exec(command)) {
            watch.exitCode().get(30, TimeUnit.SECONDS);
        }
    }

    private ExecWatch exec(Attack attack, Duration time, ByteArrayOutputStream out) throws Exception {
        var pod = resource(attack.from());
        execute(pod, "rm", "-f", "/tmp/stop");
        List<String> command = new ArrayList<>(List.of(
                "/opt/java/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx600m",
                "-cp",
                "/app/*",
                Attacker.class.getName(),
                Long.toString(time.toSeconds()),
                attack.kind(),
                attack.path(),
                Integer.toString(attack.each())));
        command.addAll(targets(attack.on()));
        return pod.inContainer(APP).writingOutput(out).writingError(out).exec(command.toArray(String[]::new));
    }

    private List<String> targets(Attack.On on) {
        return switch (on) {
            case WEBHOOK -> webhooks().map(ip -> "tls:" + ip + ":8443").toList();
            case ACTIVE -> List.of("tls:" + podIp(true) + ":8443");
            case STANDBY -> List.of("tls:" + podIp(false) + ":8443");
            case ISSUERS -> List.of("tls:" + podIp(true) + ":8443", "tls:" + podIp(false) + ":8443");
            case HEALTH ->
                Stream.concat(webhooks(), Stream.of(podIp(true), podIp(false)))
                        .map(ip -> "tcp:" + ip + ":8080")
                        .toList();
            case SIDECARS ->
                List.of("tcp:"
                        + client.nodes().list().getItems().getFirst().getSpec().getPodCIDR() + ":9912");
            case LOOPBACK -> List.of("tcp:127.0.0.1:9911");
        };
    }

    private Stream<String> webhooks() {
        return client
                .pods()
                .inNamespace(Installation.NAMESPACE)
                .withLabel("app.kubernetes.io/component", "webhook")
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getStatus().getPodIP())
                .filter(Objects::nonNull);
    }

    private @Nullable String podIp(boolean active) {
        return client
                .pods()
                .inNamespace(Installation.NAMESPACE)
                .withLabel("app.kubernetes.io/component", "operator")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod ->
                        active == "true".equals(pod.getMetadata().getLabels().get(Issuing.ACTIVE_LABEL)))
                .map(pod -> pod.getStatus().getPodIP())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private boolean injected(String namespace) {
        Workload workload = namespace.equals(CUSTOMERS) ? customers : attackers;
        Pod pod = workload.pod(
                        "dry-run", container(APP, Installation.JAVA_IMAGE).build())
                .build();
        return Workload.injected(client.resource(pod).dryRun().create());
    }

    /** A pod that exists only in the API server. The test requests certificates in its name. */
    static PodBuilder account(Workload workload, String name) {
        return workload.pod(name, container(APP, Installation.JAVA_IMAGE).build())
                .editMetadata()
                .addToAnnotations(Annotations.INJECT, "false")
                .endMetadata()
                .editSpec()
                .withSchedulerName("nobody")
                .endSpec();
    }

    /** A user's application in Java, with memory for a second program that attacks from inside. */
    private static ContainerBuilder customer() {
        return container(APP, Installation.JAVA_IMAGE, Customer.class.getName())
                .withCommand(
                        "/opt/java/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", "/app/*")
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .addToLimits("memory", new Quantity("1Gi"))
                .endResources()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount();
    }

    private static ContainerBuilder attacker() {
        return container(APP, Installation.JAVA_IMAGE, "36000")
                .withCommand("sleep")
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .addToLimits("cpu", new Quantity("1"))
                .addToLimits("memory", new Quantity("1Gi"))
                .endResources()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount();
    }

    private static PodBuilder withTmp(PodBuilder pod) {
        return pod.editSpec()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec();
    }

    /** Like each namespace without a Pod Security label. */
    private void allowHostNetwork() {
        client.namespaces().withName(ON_NODE).edit(namespace -> {
            namespace.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "privileged");
            return namespace;
        });
    }

    private static PodBuilder stranger(Workload namespace) {
        return withTmp(namespace.pod(STRANGER, attacker().build()))
                .editSpec()
                .withServiceAccountName("default")
                .withAutomountServiceAccountToken(false)
                .endSpec();
    }

    private PodBuilder boundAttacker() {
        return withTmp(attackers.pod(
                        BOUND,
                        attacker()
                                .addNewVolumeMount()
                                .withName("own-token")
                                .withMountPath("/var/run/attacker")
                                .endVolumeMount()
                                .build()))
                .editSpec()
                .addNewVolume()
                .withName("own-token")
                .withNewProjected()
                .addNewSource()
                .withNewServiceAccountToken(Issuing.AUDIENCE, Issuing.TOKEN_SECONDS, "token")
                .endSource()
                .endProjected()
                .endVolume()
                .endSpec();
    }

    /**
     * Whether the bound attacker's pod has the Event about its keys. The operator waits until the kubelet could have
     * reported a restart.
     */
    boolean alarmed() {
        await("Event MoreKeysThanRestarts")
                .atMost(Cluster.PATIENCE)
                .until(() -> client.v1().events().inNamespace(ATTACKERS).list().getItems().stream()
                        .anyMatch(event -> event.getReason().equals("MoreKeysThanRestarts")));
        return true;
    }

    /** Ends the pods of other scenarios. */
    private void clear() {
        client.namespaces().list().getItems().stream()
                .map(namespace -> namespace.getMetadata().getName())
                .filter(name -> !name.startsWith("kube-") && !STAYS.contains(name))
                .forEach(name -> client.namespaces().withName(name).delete());
        await("nothing else runs").atMost(Cluster.PATIENCE).until(() -> client.namespaces().list().getItems().stream()
                .noneMatch(namespace -> namespace.getMetadata().getDeletionTimestamp() != null));
    }

    void end() {
        Stream.of(customers, attackers, onNode).forEach(Workload::end);
    }

    private static String text(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8);
    }
}
