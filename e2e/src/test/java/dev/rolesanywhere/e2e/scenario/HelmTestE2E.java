package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code helm test} on the installed chart: a pod reaches both Services by their names, and runs kubectl rolesanywhere check with its own rights. */
@NeedsCluster
@InTurn
class HelmTestE2E {
    private static final String NAME = Installation.NAME + "-test";
    private static final List<String> INSTALLATION = List.of(
            "API version",
            "ValidatingAdmissionPolicy",
            "CRDs",
            "clocks of this machine and the API server",
            "rights to read",
            "Deployment %s/%s".formatted(Installation.NAMESPACE, Installation.NAME),
            "Deployment %s/%s".formatted(Installation.NAMESPACE, Installation.WEBHOOK),
            "leader",
            "Service %s/%s".formatted(Installation.NAMESPACE, Installation.WEBHOOK),
            "Service %s/%s-issuer".formatted(Installation.NAMESPACE, Installation.NAME),
            "certificate authority of the webhook",
            "certificate authority of the issuing endpoint");

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private final PodResource pod =
            client.pods().inNamespace(Installation.NAMESPACE).withName(NAME);

    @AfterEach
    void no_pod_stays() {
        pod.delete();
    }

    /** Helm keeps the rights of a failed test until the next test. The trust anchor {@code default} is one of users' objects, as are those of other scenarios, some of which have problems. */
    @Test
    void helm_test_reaches_both_services_and_finds_no_problem_of_the_installation() {
        helmTest();

        assertThat(List.of("webhook", "issuer")).allSatisfy(part -> assertThat(log(part))
                .contains("Certificate #0", "%s-%s.%s.svc".formatted(Installation.NAME, part, Installation.NAMESPACE)));
        List<String> facts = log("check").lines().toList();
        assertThat(INSTALLATION)
                .allSatisfy(name -> assertThat(facts).anyMatch(fact -> fact.startsWith("✓ " + name + ":")));
        assertThat(facts).contains("✓ trust anchor default: Issuing");
        assertThat(codeOfCheck()).isZero();
        assertNoRightsStay();
    }

    @Test
    void a_second_installation_fails_helm_test_with_exit_code_1_and_the_remedy() {
        String other = "helm-test-second";
        client.resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(other)
                        .endMetadata()
                        .addNewWebhook()
                        .withName("inject.rolesanywhere.dev")
                        .withAdmissionReviewVersions("v1")
                        .withSideEffects("None")
                        .withNewClientConfig()
                        .withNewService()
                        .withName("second-webhook")
                        .withNamespace("second")
                        .endService()
                        .endClientConfig()
                        // Without rules it is never called.
                        .endWebhook()
                        .build())
                .create();
        try {
            assertThatThrownBy(this::helmTest).hasMessageContaining(NAME);
        } finally {
            client.admissionRegistration()
                    .v1()
                    .mutatingWebhookConfigurations()
                    .withName(other)
                    .delete();
        }

        assertThat(log("check"))
                .contains("✗ installation: 2 of them", "Remove all but one, because several installations inject");
        assertThat(codeOfCheck()).isOne();
    }

    private void helmTest() {
        Helm.test(Installation.NAME)
                .withNamespace(Installation.NAMESPACE)
                .withKubeConfig(installation.cluster().kubeConfig())
                .withTimeout(240)
                .call();
    }

    private String log(String container) {
        return pod.inContainer(container).getLog();
    }

    private int codeOfCheck() {
        return Stream.of(pod.get())
                .map(Pod::getStatus)
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(container -> container.getName().equals("check"))
                .map(container -> container.getState().getTerminated().getExitCode())
                .findFirst()
                .orElseThrow();
    }

    private void assertNoRightsStay() {
        assertThat(client.rbac().clusterRoles().withName(NAME).get()).isNull();
        assertThat(client.rbac().clusterRoleBindings().withName(NAME).get()).isNull();
        assertThat(client.rbac()
                        .roles()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(NAME)
                        .get())
                .isNull();
        assertThat(client.serviceAccounts()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(NAME)
                        .get())
                .isNull();
    }
}
