package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Jobs of {@code examples/}, run as they are; all are applied first, and run together. {@link QuickstartE2E} runs the quickstart. */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesE2E {
    /** By the Job that each file has, with what it prints. */
    private static final Map<String, List<String>> PRINTED = Map.of(
            "report", List.of("assumed-role/report/"),
            "two-roles", List.of("assumed-role/two-roles-reader/", "assumed-role/two-roles-writer/"),
            "from-files", List.of("assumed-role/from-files/"));

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();

    @BeforeAll
    void everything_is_applied() {
        List.of("examples/job.yaml", "examples/several-roles.yaml", "examples/files.yaml")
                .forEach(this::apply);
    }

    /** The roles first and in AWS, since a Job does not try again. */
    private void apply(String file) {
        List<HasMetadata> objects = client.load(
                        new ByteArrayInputStream(Examples.runnable(file).getBytes(StandardCharsets.UTF_8)))
                .items();
        for (HasMetadata object : objects) {
            client.resource(object).forceConflicts().serverSideApply();
            if (object instanceof AWSRole || object.getKind().equals("AWSRole")) {
                installation
                        .emulator()
                        .createRole(
                                object.getMetadata().getName(),
                                trustPolicy(object.getMetadata().getName()));
            }
        }
    }

    private String trustPolicy(String role) {
        return await().atMost(Workload.PATIENCE)
                .until(
                        () -> Optional.ofNullable(client.resources(AWSRole.class)
                                        .withName(role)
                                        .require()
                                        .getStatus())
                                .map(AWSRoleStatus::trustPolicy),
                        Optional::isPresent)
                .orElseThrow();
    }

    @AfterAll
    void no_pods_stay() {
        client.batch().v1().jobs().inNamespace("shop").delete();
        Workload.of("shop").end();
    }

    @Test
    void a_job_prints_its_role_and_completes() {
        assertPrinted("report");
    }

    @Test
    void several_roles_are_the_default_and_a_profile() {
        assertPrinted("two-roles");
    }

    @Test
    void credentials_are_read_from_files() {
        assertPrinted("from-files");
    }

    private void assertPrinted(String job) {
        var resource = client.batch().v1().jobs().inNamespace("shop").withName(job);
        await("Job " + job + " completes")
                .atMost(Workload.PATIENCE.multipliedBy(2))
                .until(() -> Optional.ofNullable(resource.require().getStatus())
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
