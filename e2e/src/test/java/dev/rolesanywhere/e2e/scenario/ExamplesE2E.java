package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.role.TargetRole;
import dev.rolesanywhere.crds.role.TargetRoleStatus;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Unchanged Jobs of {@code examples/}. All are applied first and run together. {@link QuickstartE2E} runs the
 * quickstart.
 */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesE2E {
    /** By the Job in each file, with its expected output. */
    private static final Map<String, List<String>> PRINTED = Map.of(
            "report", List.of("assumed-role/report/"),
            "node-agent", List.of("assumed-role/node-agent/"),
            "two-roles", List.of("assumed-role/two-roles-reader/", "assumed-role/two-roles-writer/"),
            "from-files", List.of("assumed-role/from-files/"),
            "target-role", List.of("arn:aws:sts::444455556666:assumed-role/reports-writer/target-role-"));

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();

    @BeforeAll
    void everything_is_applied() {
        List.of(
                        "examples/job.yaml",
                        "examples/node-agent.yaml",
                        "examples/several-roles.yaml",
                        "examples/files.yaml",
                        "examples/target-role.yaml")
                .forEach(this::apply);
    }

    /** The roles first and in AWS, since a Job does not try again. */
    private void apply(String file) {
        List<HasMetadata> objects = client.load(
                        new ByteArrayInputStream(Examples.runnable(file).getBytes(StandardCharsets.UTF_8)))
                .items();
        for (HasMetadata object : objects) {
            client.resource(object).forceConflicts().serverSideApply();
            if (object.getKind().equals("AWSRole")) {
                createInAws(object.getMetadata().getName());
            }
        }
    }

    /** The IAM roles with exactly the policies that the status prints: in the account of the trust anchor, and in that of the target role. */
    private void createInAws(String role) {
        Emulator emulator = installation.emulator();
        emulator.createRole(role, printed(role, AWSRoleStatus::trustPolicy));
        TargetRole target = client.resources(AWSRole.class)
                .withName(role)
                .require()
                .getSpec()
                .targetRole();
        if (target != null) {
            emulator.allow(role, printed(role, status -> ofTarget(status, TargetRoleStatus::firstRolePolicy)));
            emulator.createTarget(
                    target.roleARN().replaceAll(".*/", ""),
                    target.roleARN().split(":")[4],
                    printed(role, status -> ofTarget(status, TargetRoleStatus::trustPolicy)));
        }
    }

    private static @Nullable String ofTarget(
            AWSRoleStatus status, Function<TargetRoleStatus, @Nullable String> policy) {
        return status.targetRole() == null ? null : policy.apply(status.targetRole());
    }

    private String printed(String role, Function<AWSRoleStatus, @Nullable String> policy) {
        return await().atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(client.resources(AWSRole.class)
                                        .withName(role)
                                        .require()
                                        .getStatus())
                                .map(policy),
                        Optional::isPresent)
                .orElseThrow();
    }

    @AfterAll
    void no_pods_stay() {
        client.batch().v1().jobs().inNamespace("shop").delete();
        Workload.of("shop").end();
    }

    @Test
    void a_job_prints_its_role_and_ends() {
        assertPrinted("report");
    }

    @Test
    void a_job_gets_its_role_from_the_nodes_agent() {
        assertPrinted("node-agent");
    }

    @Test
    void several_roles_are_the_default_and_a_profile() {
        assertPrinted("two-roles");
    }

    @Test
    void credentials_are_read_from_files() {
        assertPrinted("from-files");
    }

    @Test
    void a_target_role_is_assumed_in_its_account_with_tags_and_a_session_policy() {
        assertPrinted("target-role");
        JsonNode session = installation.emulator().sessionsOf("reports-writer").getFirst();
        // The operator's own probe of the trust anchor may have a session of this role as well.
        JsonNode first = installation.emulator().sessionsOf("reports").stream()
                .filter(it -> it.path("assumedRoleArn")
                        .asText()
                        .equals(session.path("firstSessionArn").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(session.path("sourceIdentity").asText())
                .isEqualTo("CN=reports@shop")
                .isEqualTo(first.path("sourceIdentity").asText());
        assertThat(session.path("sessionTags").path("team").asText()).isEqualTo("reports");
        assertThat(session.at("/sessionPolicy/Statement/0/Action/0").asText()).isEqualTo("s3:PutObject");
        AWSRoleBindingStatus binding = client.resources(AWSRoleBinding.class)
                .inNamespace("shop")
                .withName("reports")
                .require()
                .getStatus();
        assertThat(binding.roleARN()).isEqualTo("arn:aws:iam::444455556666:role/reports-writer");
        assertThat(binding.session()).isEqualTo("1h");
        // No container ever had the first role's keys.
        assertThat(first.path("callers").properties())
                .allSatisfy(caller -> assertThat(caller.getKey()).doesNotContain("aws-cli", "Boto3"));
    }

    /** The external ID is changed on one side. Across accounts STS does not say which side refuses. */
    @Test
    void a_refusal_of_the_second_step_reaches_the_status_and_the_pods_event() {
        String role = "refused-reports";
        List<HasMetadata> objects = client.load(new ByteArrayInputStream(Examples.runnable("examples/target-role.yaml")
                        .replace("reports-writer", "refused-writer")
                        .replaceAll("([nN]ame: |role/)(reports|target-role)([,}\n])", "$1refused-$2$3")
                        .getBytes(StandardCharsets.UTF_8)))
                .items();
        for (HasMetadata object : objects) {
            client.resource(object).forceConflicts().serverSideApply();
            if (object.getKind().equals("AWSRole")) {
                createInAws(role);
                installation
                        .emulator()
                        .createTarget(
                                "refused-writer",
                                "444455556666",
                                printed(role, status -> ofTarget(status, TargetRoleStatus::trustPolicy))
                                        .replace("prod-1/reports", "prod-2/reports"));
            }
        }
        await("the role's status names the reason").atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        client.resources(AWSRole.class)
                                .withName(role)
                                .require()
                                .getStatus()
                                .conditions())
                .anySatisfy(condition -> {
                    assertThat(condition.type()).isEqualTo("AcceptedByAWS");
                    assertThat(condition.reason()).isEqualTo("TargetDenied");
                    assertThat(condition.message()).contains("status.targetRole.trustPolicy");
                }));
        await("an Event of the pod has the words of STS")
                .atMost(Cluster.PATIENCE)
                .untilAsserted(() -> assertThat(
                                client.v1().events().inNamespace("shop").list().getItems())
                        .anySatisfy(event -> {
                            assertThat(event.getReason()).isEqualTo("TargetDenied");
                            assertThat(event.getMessage())
                                    .contains(
                                            "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/refused-writer");
                        }));
    }

    private void assertPrinted(String job) {
        var resource = client.batch().v1().jobs().inNamespace("shop").withName(job);
        await("Job " + job + " completes").atMost(Cluster.PATIENCE).until(() -> Optional.ofNullable(
                        resource.require().getStatus())
                .map(status -> status.getSucceeded())
                .filter(succeeded -> succeeded == 1)
                .isPresent());
        String pod = client.pods()
                .inNamespace("shop")
                .withLabel("job-name", job)
                .list()
                .getItems()
                .getFirst()
                .getMetadata()
                .getName();
        String container = job.equals("report") ? "report" : "app";
        assertThat(Workload.of("shop").log(pod, container)).contains(PRINTED.get(job));
    }
}
