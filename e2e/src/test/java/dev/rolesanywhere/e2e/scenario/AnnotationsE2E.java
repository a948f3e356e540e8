package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The README's table of annotations, a row each. {@code role} and {@code skip-containers} are in the other scenarios. */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnnotationsE2E {
    private static final String IMAGE = Installation.PYTHON_IMAGE;

    private Workload shop;

    @BeforeAll
    void a_bound_serviceaccount() {
        shop = Workload.namespace("annotations").bind("annotations");
        await().atMost(Cluster.PATIENCE).until(() -> Workload.injected(dryRun(pod("probe"))));
    }

    @Test
    void inject_false_leaves_the_pod_alone() {
        Pod pod = shop.create(annotated("left-alone", Annotations.INJECT, "false"));
        assertThat(Workload.injected(pod)).isFalse();
    }

    @Test
    void delivery_files_serves_an_sdk_through_credential_process() {
        Pod pod = shop.create(annotated("files", Annotations.DELIVERY, "Files"));
        assertThat(environment(pod))
                .contains("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE")
                .doesNotContain("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        shop.awaitLog("files", "app", "python arn:aws:sts::111122223333:assumed-role/annotations/");
    }

    @Test
    void include_containers_gives_credentials_only_to_the_named_containers() {
        Pod pod = dryRun(shop.pod(
                        "included",
                        container("app", IMAGE).build(),
                        container("other", IMAGE).build())
                .editMetadata()
                .addToAnnotations(Annotations.INCLUDE_CONTAINERS, "app")
                .endMetadata());
        assertThat(environment(pod)).contains("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        assertThat(pod.getSpec().getContainers().getLast().getEnv())
                .extracting(EnvVar::getName)
                .containsExactly("AWS_ENDPOINT_URL_STS");
    }

    @Test
    void region_on_the_pod_overrides_the_binding() {
        Pod pod = dryRun(annotated("region", Annotations.REGION, "us-east-2"));
        assertThat(pod.getSpec().getContainers().getFirst().getEnv())
                .filteredOn(variable -> variable.getName().equals("AWS_REGION"))
                .extracting(EnvVar::getValue)
                .containsExactly("us-east-2");
    }

    @Test
    void startup_do_not_wait_starts_a_pod_that_aws_refuses_and_the_default_waits() {
        Workload refused = Workload.namespace("refused").bind("refused");
        Installation.get().emulator().createRole("refused", "{\"Version\":\"2012-10-17\",\"Statement\":[]}");
        refused.create(refused.pod("waits", forever()));
        refused.create(refused.pod("starts", forever())
                .editMetadata()
                .addToAnnotations(Annotations.STARTUP, "DoNotWait")
                .endMetadata());
        refused.awaitPhase("starts", "Running");
        refused.awaitLog("waits", "aws-credentials", "RoleTrustPolicyDenies");
        assertThat(refused.get("waits").getStatus().getPhase()).isEqualTo("Pending");
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(Installation.get()
                        .client()
                        .resources(AWSRoleBinding.class)
                        .inNamespace("refused")
                        .withName("refused")
                        .require()
                        .getStatus()
                        .summary())
                .isEqualTo("RoleTrustPolicyDenies"));
        assertThat(events(refused)).anyMatch(message -> message.contains("trust policy"));
        refused.end();
    }

    private static List<String> events(Workload workload) {
        return Installation.get().client().v1().events().inNamespace(workload.namespace()).list().getItems().stream()
                .map(event -> String.valueOf(event.getMessage()))
                .toList();
    }

    private static Container forever() {
        return container("app", IMAGE).withCommand("sleep", "600").build();
    }

    private PodBuilder pod(String name) {
        return shop.pod(name, container("app", IMAGE).build());
    }

    private PodBuilder annotated(String name, String annotation, String value) {
        return pod(name).editMetadata().addToAnnotations(annotation, value).endMetadata();
    }

    private static Pod dryRun(PodBuilder pod) {
        return Installation.get().client().resource(pod.build()).dryRun().create();
    }

    private static List<String> environment(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getEnv().stream()
                .map(EnvVar::getName)
                .toList();
    }
}
