package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.KeyedWorkload.Way;
import dev.rolesanywhere.plugin.Main;
import dev.rolesanywhere.plugin.workload.Maker;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty workloads of five kinds, from keys of IAM users to roles: the plugin's plan, whose commands run as a user runs them. AWS's own commands are
 * printed and not run, because the emulator has no IAM.
 */
@InTurn
@NeedsCluster
class MigrationE2E {
    private static final String NAMESPACE = "migration";
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String FILE_KEY = "AKIAI44QH8DHBEXAMPLE";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final List<String> ROLES = List.of("migration-reader", "migration-writer", "from-eks");
    private static final String ROLE = "arn:aws:iam::111122223333:role/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TRANSCRIPT = Path.of("target", "migration.txt");

    private static final List<KeyedWorkload> WORKLOADS = List.of(
            new KeyedWorkload(Maker.Deployment, "orders", Way.Env, "default", true),
            new KeyedWorkload(Maker.Deployment, "cart", Way.EnvFrom, "default", false),
            new KeyedWorkload(Maker.Deployment, "search", Way.EnvFromMixed, "default", false),
            new KeyedWorkload(Maker.Deployment, "mail", Way.Literal, "default", false),
            new KeyedWorkload(Maker.Deployment, "images", Way.File, "images", false),
            new KeyedWorkload(Maker.Deployment, "web", Way.EKS, "from-eks", true),
            new KeyedWorkload(Maker.StatefulSet, "index", Way.Env, "default", false),
            new KeyedWorkload(Maker.StatefulSet, "queue", Way.EnvFrom, "queue", true),
            new KeyedWorkload(Maker.StatefulSet, "ledger", Way.File, "default", false),
            new KeyedWorkload(Maker.DaemonSet, "logs", Way.File, "default", true),
            new KeyedWorkload(Maker.DaemonSet, "metrics", Way.EnvFrom, "default", false),
            new KeyedWorkload(Maker.DaemonSet, "traces", Way.Env, "default", false),
            new KeyedWorkload(Maker.CronJob, "nightly", Way.EnvFrom, "batch", true),
            new KeyedWorkload(Maker.CronJob, "weekly", Way.Env, "batch", false),
            new KeyedWorkload(Maker.CronJob, "monthly", Way.File, "default", false),
            new KeyedWorkload(Maker.CronJob, "yearly", Way.EnvFromMixed, "default", false),
            new KeyedWorkload(Maker.ReplicaSet, "legacy", Way.EnvFrom, "default", false),
            new KeyedWorkload(Maker.ReplicaSet, "older", Way.Env, "default", false),
            new KeyedWorkload(Maker.Pod, "tool", Way.EnvFrom, "default", true),
            new KeyedWorkload(Maker.Pod, "shell", Way.File, "default", false));

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private final StringWriter transcript = new StringWriter();

    @TempDir
    Path directory;

    @AfterAll
    static void the_next_scenario_has_the_node_for_itself() {
        KubernetesClient client = Installation.get().client();
        client.namespaces().withName(NAMESPACE).delete();
        ROLES.forEach(role -> client.resources(AWSRole.class).withName(role).delete());
    }

    @Test
    void twenty_workloads_migrate_from_keys_to_roles_in_reversible_steps() throws IOException {
        Workload shop = Workload.namespace(NAMESPACE);
        create();
        awaitPods(pod -> true);
        assertThat(WORKLOADS).hasSize(20);
        assertThat(found()).contains("StaticKeyInPod", "StaticKeyByEnv", "CredentialsFile", "EKSRoleWithoutBinding");

        placeholders_are_rejected();
        JsonNode plan = migrate();
        step_one_changes_nothing(plan);
        the_platform_team_writes_the_trust_policies();
        step_two_can_be_reverted(plan);
        apply(plan, 3);
        every_pod_is_injected_and_still_uses_its_key();
        apply(plan, 4);
        no_workload_uses_its_key(plan, shop);
        Files.writeString(TRANSCRIPT, transcript.toString());
    }

    private void placeholders_are_rejected() {
        run("migrate", "--to", directory.resolve("unedited").toString());
        assertThatThrownBy(() -> shell("kubectl create --dry-run=server -f - <<'X'\n"
                        + read(directory.resolve("unedited").resolve("1-bindings.yaml")) + "\nX"))
                .hasMessageContaining("roleRef.name must be the name of an AWSRole");
    }

    private JsonNode migrate() throws IOException {
        Path files = directory.resolve("migration");
        String json = run(
                "migrate",
                "--to",
                files.toString(),
                "--role",
                KEY + "=" + ROLE + "migration-reader",
                "--role",
                FILE_KEY + "=" + ROLE + "migration-writer",
                "-o",
                "json");
        StringBuilder copied = new StringBuilder("mkdir -p /tmp/migration\n");
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.sorted().toList()) {
                assertThat(Files.readString(file)).doesNotContain(SECRET_KEY);
                copied.append("cat >/tmp/migration/%s <<'FILE'\n%sFILE\n"
                        .formatted(file.getFileName(), Files.readString(file)));
            }
        }
        shell(copied.toString());
        return JSON.readTree(json);
    }

    private void step_one_changes_nothing(JsonNode plan) {
        List<String> before = uids();
        apply(plan, 1);
        await("the dry runs have looked at their pods").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        bindings())
                .hasSize(3)
                .allSatisfy(binding -> {
                    assertThat(binding.getStatus()).isNotNull();
                    assertThat(binding.getStatus().summary()).startsWith("DryRun");
                    assertThat(binding.getStatus().dryRun()).isNotNull();
                })
                .anySatisfy(binding ->
                        assertThat(binding.getStatus().dryRun().pods()).isPositive()));
        print("kubectl get awsrb -n migration");
        // Sixteen sidecars with the chart's request of 100m each do not fit on two CPUs together with other
        // scenarios.
        shell("kubectl get awsrb -n migration -o name | xargs -I{} kubectl patch {} -n migration --type merge"
                + " -p '{\"spec\": {\"sidecar\": {\"resources\": {\"requests\": {\"cpu\": \"10m\"}}}}}'");
        // The next pod of the bound ServiceAccount is admitted unchanged: webhook and guards ignore it.
        shell(
                "kubectl delete pods -n migration -l app=queue && kubectl rollout status statefulset/queue -n migration --timeout 2m");
        assertThat(pods()).noneMatch(Workload::injected);
        assertThat(uids()).hasSameSizeAs(before);
        assertThat(print(
                        "kubectl rolesanywhere preview statefulset/queue -n migration",
                        () -> run("preview", "statefulset/queue")))
                .contains("(dry run)", "init container aws-credentials", "volume rolesanywhere-dev-token");
        assertThat(client.pods().inNamespace(NAMESPACE).list().getItems())
                .noneMatch(pod -> pod.getMetadata().getName().startsWith("rolesanywhere-preview"));
    }

    private void the_platform_team_writes_the_trust_policies() {
        for (String role : ROLES) {
            String policy = await("the trust policy of " + role)
                    .atMost(Cluster.PATIENCE)
                    .until(
                            () -> {
                                AWSRole found = client.resources(AWSRole.class)
                                        .withName(role)
                                        .get();
                                return found == null || found.getStatus() == null
                                        ? ""
                                        : String.valueOf(found.getStatus().trustPolicy());
                            },
                            text -> text.contains("sts:AssumeRole"));
            installation.emulator().createRole(role, policy);
        }
    }

    private void step_two_can_be_reverted(JsonNode plan) {
        apply(plan, 2);
        awaitPods(pod -> !app(pod).equals("cart") || Workload.injected(pod));
        String warned = shell(String.join(" 2>&1\n", commands(plan, 2, "revert")) + " 2>&1");
        assertThat(warned).contains("is now a dry run", "lose the credentials of AWSRole");
        awaitPods(pod -> !Workload.injected(pod));
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName("cart")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getServiceAccountName())
                .isEqualTo("default");
        apply(plan, 2);
    }

    private void every_pod_is_injected_and_still_uses_its_key() {
        awaitPods(Workload::injected);
        print("kubectl get awsrb -n migration");
        assertThat(found()).contains("StaticKeyByEnv");
    }

    private void no_workload_uses_its_key(JsonNode plan, Workload shop) {
        awaitPods(Workload::injected);
        assertThat(found())
                .doesNotContain("StaticKeyInPod", "StaticKeyByEnv", "CredentialsFile", "EKSRoleWithoutBinding");
        assertThat(pods()).flatExtracting(pod -> pod.getSpec().getContainers()).allSatisfy(container -> assertThat(
                        container.getEnv())
                .filteredOn(variable -> variable.getName().startsWith("AWS_SECRET"))
                .allMatch(variable -> variable.getValueFrom() == null
                        && (variable.getValue() == null || variable.getValue().isEmpty())));
        shell("kubectl create job once -n migration --from=cronjob/nightly");
        Map.of(
                        "orders", "migration-reader",
                        "queue", "migration-reader",
                        "logs", "migration-writer",
                        "web", "from-eks",
                        "tool", "migration-reader",
                        "once", "migration-reader")
                .forEach((app, role) -> await(app + " is " + role)
                        .atMost(Cluster.PATIENCE)
                        .ignoreExceptions()
                        .until(() -> shell("kubectl logs -n migration --prefix --tail 20 -c app -l %s"
                                        .formatted(app.equals("once") ? "job-name=once" : "app=" + app))
                                .contains("assumed-role/" + role + "/")));
        // The operator checks a namespace every twenty seconds.
        await("each binding serves all of its pods").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(bindings())
                .allSatisfy(binding -> assertThat(binding.getStatus().summary()).isEqualTo("Serving")));
        print("kubectl get awsrb -n migration");
        commands(plan, 7, "apply").stream()
                .filter(command -> command.startsWith("kubectl delete"))
                .forEach(this::shell);
        shell(
                "kubectl rollout restart deployment/cart -n migration && kubectl rollout status deployment/cart -n migration --timeout 2m");
        assertThat(commands(plan, 6, "apply"))
                .anyMatch(command -> command.startsWith("aws iam update-access-key --access-key-id " + KEY)
                        && command.endsWith("--status Inactive"));
        shop.end();
    }

    /** Like a user who does not wait for each: first all changes, then all rollouts. */
    private void apply(JsonNode plan, int step) {
        List<String> commands = commands(plan, step, "apply");
        List<String> waits =
                commands.stream().filter(it -> it.contains("rollout status")).toList();
        List<String> changes =
                commands.stream().filter(it -> !waits.contains(it)).toList();
        transcript.append("# step %d\n".formatted(step));
        changes.forEach(command -> transcript.append("$ ").append(command).append('\n'));
        transcript.append(shell(String.join("\n", changes)));
        shell(String.join("\n", waits));
    }

    private static List<String> commands(JsonNode plan, int step, String direction) {
        List<String> commands = new ArrayList<>();
        plan.path("steps").path(step - 1).path("actions").forEach(action -> action.path(direction)
                .forEach(command -> commands.add(command.asText())));
        return commands;
    }

    private void create() {
        Map<String, String> keys = Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
        secret("keys", keys);
        secret(
                "settings",
                Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY, "DATABASE", "db.example.org"));
        secret(
                "file",
                Map.of(
                        "credentials",
                        "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                                .formatted(FILE_KEY, SECRET_KEY)));
        for (String account : List.of("images", "queue", "batch")) {
            account(account, Map.of());
        }
        account("from-eks", Map.of("eks.amazonaws.com/role-arn", ROLE + "from-eks"));
        await("the namespace has its ServiceAccount default")
                .until(() -> client.serviceAccounts()
                                .inNamespace(NAMESPACE)
                                .withName("default")
                                .get()
                        != null);
        WORKLOADS.forEach(workload ->
                client.resource(workload.object(NAMESPACE, KEY, SECRET_KEY)).create());
    }

    private void secret(String name, Map<String, String> data) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .withStringData(data)
                        .build())
                .create();
    }

    private void account(String name, Map<String, String> annotations) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .build())
                .create();
    }

    private List<AWSRoleBinding> bindings() {
        return client.resources(AWSRoleBinding.class)
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
    }

    private List<Pod> pods() {
        return client.pods().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getMetadata().getLabels().containsKey("app"))
                .toList();
    }

    private List<String> uids() {
        return pods().stream().map(pod -> pod.getMetadata().getUid()).toList();
    }

    private static String app(Pod pod) {
        return pod.getMetadata().getLabels().get("app");
    }

    /** One pod of each workload that has pods, and each is as expected and runs. */
    private void awaitPods(Predicate<Pod> expected) {
        long wanted = WORKLOADS.stream()
                .filter(workload -> workload.maker() != Maker.CronJob)
                .count();
        await("the pods of all workloads run").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(pods())
                .hasSize((int) wanted)
                .allMatch(pod -> "Running".equals(pod.getStatus().getPhase()))
                .allMatch(expected));
    }

    private List<String> found() {
        try {
            List<String> kinds = new ArrayList<>();
            JSON.readTree(run("scan", "-o", "json"))
                    .path("namespaces")
                    .forEach(namespace -> namespace.path("findings").forEach(finding -> {
                        kinds.add(finding.path("kind").asText());
                    }));
            return kinds;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private String print(String command) {
        return print(command, () -> shell(command));
    }

    private String print(String command, Supplier<String> output) {
        String printed = output.get();
        transcript.append("$ ").append(command).append('\n').append(printed).append('\n');
        return printed;
    }

    private String shell(String commands) {
        return installation
                .cluster()
                .run(
                        "sh",
                        "-c",
                        "export KUBECONFIG=/etc/rancher/k3s/k3s.yaml\nset -e\ncd /tmp; mkdir -p migration; cd migration\n"
                                + commands);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "-n",
                                NAMESPACE,
                                "--kubeconfig",
                                installation.cluster().kubeConfig().toString()))
                .toArray(String[]::new);
        int code = Main.run(Clock.systemUTC(), new PrintWriter(out), new PrintWriter(err), false, all);
        assertThat(out.toString()).doesNotContain(SECRET_KEY);
        assertThat(code).as("%s%n%s", out, err).isZero();
        return out.toString();
    }
}
