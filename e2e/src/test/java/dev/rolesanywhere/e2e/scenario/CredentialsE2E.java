package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A pod of a bound ServiceAccount gets its role, with every kind of pod and SDK. */
@NeedsCluster
@InTurn
class CredentialsE2E {
    private static String assumed(String role) {
        return "arn:aws:sts::111122223333:assumed-role/" + role + "/";
    }

    @Test
    void a_plain_pod_with_the_aws_sdk_for_java_is_the_bound_role() {
        Workload shop = Workload.namespace("plain-java").bind("plain-java");
        shop.create(shop.pod("app", container("app", Installation.JAVA_IMAGE).build()));
        shop.awaitLog("app", "app", "java " + assumed("plain-java"));
        shop.awaitPhase("app", "Succeeded");
    }

    @Test
    void a_plain_pod_with_boto3_is_the_bound_role() {
        Workload shop = Workload.namespace("plain-python").bind("plain-python");
        shop.create(shop.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        shop.awaitLog("app", "app", "python " + assumed("plain-python"));
    }

    @Test
    void the_aws_cli_is_the_bound_role() {
        Workload shop = Workload.namespace("plain-cli").bind("plain-cli");
        shop.create(shop.pod(
                "app",
                container("app", Installation.PYTHON_IMAGE)
                        .withCommand("python3", "/site/bin/aws", "sts", "get-caller-identity")
                        .build()));
        shop.awaitLog("app", "app", assumed("plain-cli"));
    }

    @Test
    void a_job_completes() {
        Workload shop = Workload.namespace("job").bind("job");
        Pod template = shop.pod(
                        "template", container("app", Installation.JAVA_IMAGE).build())
                .build();
        Installation.get()
                .client()
                .resource(new JobBuilder()
                        .withNewMetadata()
                        .withName("nightly")
                        .withNamespace(shop.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withBackoffLimit(0)
                        .withNewTemplate()
                        .withSpec(template.getSpec())
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        Installation.get()
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(shop.namespace())
                .withName("nightly")
                .waitUntilCondition(
                        job -> job != null
                                && job.getStatus() != null
                                && Integer.valueOf(1).equals(job.getStatus().getSucceeded()),
                        Cluster.PATIENCE.toSeconds(),
                        TimeUnit.SECONDS);
    }

    @Test
    void an_init_container_that_uses_aws_has_credentials_too() {
        Workload shop = Workload.namespace("init").bind("init");
        shop.create(shop.pod("app", container("app", Installation.JAVA_IMAGE).build())
                .editSpec()
                .withInitContainers(
                        container("migrate", Installation.PYTHON_IMAGE).build())
                .endSpec());
        shop.awaitLog("app", "migrate", "python " + assumed("init"));
        shop.awaitLog("app", "app", "java " + assumed("init"));
    }

    @Test
    void one_of_two_roles_is_the_default_and_the_other_a_profile() {
        Workload shop = Workload.namespace("two-roles").bind("two-a").bind("two-b");
        shop.create(shop.pod(
                        "app",
                        container("first", Installation.PYTHON_IMAGE).build(),
                        container("second", Installation.PYTHON_IMAGE)
                                .withCommand(
                                        "python3", "/site/bin/aws", "--profile", "two-b", "sts", "get-caller-identity")
                                .build())
                .editMetadata()
                .addToAnnotations("rolesanywhere.dev/role", "two-a")
                .endMetadata());
        shop.awaitLog("app", "first", "python " + assumed("two-a"));
        shop.awaitLog("app", "second", assumed("two-b"));
    }

    @Test
    void a_root_pod_has_credentials_and_a_sidecar_without_root() {
        Workload shop = Workload.namespace("root").bind("root");
        Installation.get().client().namespaces().withName(shop.namespace()).edit(namespace -> {
            namespace.getMetadata().getLabels().remove("pod-security.kubernetes.io/enforce");
            return namespace;
        });
        shop.create(shop.pod("app", container("app", Installation.PYTHON_IMAGE).build())
                .editSpec()
                .withNewSecurityContext()
                .withRunAsUser(0L)
                .endSecurityContext()
                .endSpec());
        shop.awaitLog("app", "app", "python " + assumed("root"));
        assertThat(Workload.sidecar(shop.get("app")).getName()).isEqualTo("aws-credentials");
    }

    @Test
    void a_role_of_the_users_own_intermediate_ca_is_served_with_its_chain() {
        UserAuthority root = UserAuthority.root("root");
        UserAuthority issuing = root.intermediate("issuing");
        TrustAnchors anchors = new TrustAnchors();
        String id = "22222222-89ab-cdef-0123-456789abcdef";
        anchors.secret(
                "own-ca",
                Map.of("tls.crt", issuing.certificatePem() + root.certificatePem(), "tls.key", issuing.keyPem()));
        anchors.fromSecret("own-ca", id);
        anchors.awaitAuthority("own-ca", "Loaded");
        assertThat(anchors.get("own-ca").getStatus().caBundle()).isEqualToNormalizingNewlines(root.certificatePem());
        Installation.get()
                .emulator()
                .registerTrustAnchor(id, anchors.get("own-ca").getStatus().caBundle());

        Workload shop = Workload.namespace("own-ca").bindOf("own-ca", "own-ca");
        shop.create(shop.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        shop.awaitLog("app", "app", "python " + assumed("own-ca"));
    }
}
