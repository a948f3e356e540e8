package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsCluster
@InTurn
@ExtendWith(InstalledChart.Extension.class)
class ChartInstallIT {
    private static final Set<String> NAMESPACED = Set.of(
            "ServiceAccount",
            "Service",
            "Deployment",
            "DaemonSet",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "Role",
            "RoleBinding",
            "ConfigMap");

    private final InstalledChart chart;

    ChartInstallIT(InstalledChart chart) {
        this.chart = chart;
    }

    @Test
    void the_api_server_accepts_every_object_with_every_value_set() {
        var objects = Chart.rendered(command -> command.withValuesFile(ChartRenderingTest.EVERY_VALUE)).stream()
                // They are there already, under the same names.
                .filter(object -> !object.getKind().equals("CustomResourceDefinition"))
                // Prometheus Operator's kinds are not there.
                .filter(object -> !object.getApiVersion().startsWith("monitoring.coreos.com/"))
                .toList();
        assertThat(objects).isNotEmpty().allSatisfy(object -> {
            var resource = chart.client().resource(object);
            assertThatCode(() -> {
                        if (NAMESPACED.contains(object.getKind())) {
                            resource.inNamespace(Chart.NAMESPACE).dryRun().create();
                        } else {
                            resource.dryRun().create();
                        }
                    })
                    .as("%s %s", object.getKind(), object.getMetadata().getName())
                    .doesNotThrowAnyException();
        });
    }

    /** The namespace enforces it. */
    @ParameterizedTest
    @ValueSource(strings = {"roles-anywhere-operator", "roles-anywhere-operator-webhook"})
    void a_pod_of_the_chart_satisfies_restricted_pod_security(String deployment) {
        assertThatCode(() -> chart.client().resource(pod(deployment)).dryRun().create())
                .doesNotThrowAnyException();
    }

    @Test
    void the_namespace_does_enforce_restricted_pod_security() {
        var lax = new PodBuilder(pod("roles-anywhere-operator"))
                .editSpec()
                .editFirstContainer()
                .withSecurityContext(null)
                .endContainer()
                .endSpec()
                .build();
        assertThat(InstalledChart.refuses(
                        () -> chart.client().resource(lax).dryRun().create()))
                .isTrue();
    }

    /**
     * Applies copies. The API server checks types once, when it first sees a policy. A policy from the same install as
     * its CRD may have a warning about unknown params, and still works.
     */
    @Test
    void the_policies_expressions_fit_the_types_they_read() {
        var policies = Chart.rendered(command -> command.set("nodeAgent.enabled", true)).stream()
                .filter(object -> object.getKind().equals("ValidatingAdmissionPolicy"))
                .toList();
        assertThat(policies).hasSize(7).allSatisfy(policy -> {
            policy.getMetadata().setName("copy-of-" + policy.getMetadata().getName());
            var copy = chart.client().resource(policy);
            copy.create();
            try {
                InstalledChart.eventually(() -> copy.get().get("status", "typeChecking") != null);
                Object warnings = copy.get().get("status", "typeChecking", "expressionWarnings");
                assertThat(warnings).isNull();
            } finally {
                copy.delete();
            }
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            -webhook, '',                  secrets,           '',             get,    false
            -webhook, '',                  secrets,           roles-anywhere, get,    false
            -webhook, '',                  configmaps,        roles-anywhere, get,    false
            -webhook, '',                  pods,              ready,          get,    false
            -webhook, rolesanywhere.dev,   awstrustanchors,   '',             get,    false
            -webhook, rolesanywhere.dev,   awsrolebindings,   '',             update, false
            -webhook, rolesanywhere.dev,   awsrolebindings,   '',             watch,  true
            -webhook, rolesanywhere.dev,   awsroles,          '',             list,   true
            -webhook, '',                  serviceaccounts,   '',             watch,  true
            '',       '',                  secrets,           ready,          get,    false
            '',       '',                  secrets,           roles-anywhere, create, true
            '',       '',                  secrets,           roles-anywhere, delete, false
            '',       '',                  configmaps,        ready,          create, false
            '',       '',                  namespaces,        '',             patch,  false
            '',       '',                  pods,              ready,          get,    true
            '',       '',                  pods,              ready,          patch,  false
            '',       '',                  pods,              roles-anywhere, patch,  true
            '',       '',                  events,            ready,          create, true
            '',       rolesanywhere.dev,   awsroles,          '',             bind,   false
            '',       rolesanywhere.dev,   awsroles,          '',             update, false
            '',       authentication.k8s.io, tokenreviews,    '',             create, true
            '',       coordination.k8s.io, leases,            roles-anywhere, update, true
            '',       coordination.k8s.io, leases,            ready,          update, false
            -webhook, '',                  pods/exec,         ready,          create, false
            -webhook, '',                  namespaces,        '',             update, false
            -webhook, apps,                deployments,       ready,          patch,  false
            -webhook, '',                  serviceaccounts/token, ready,      create, false
            -webhook, admissionregistration.k8s.io, mutatingwebhookconfigurations, '', patch, false
            '',       '',                  pods/exec,         ready,          create, false
            '',       '',                  pods/exec,         roles-anywhere, create, false
            '',       '',                  pods/attach,       ready,          create, false
            '',       '',                  pods/ephemeralcontainers, ready,   patch,  false
            '',       '',                  pods,              ready,          create, false
            '',       '',                  pods,              ready,          delete, false
            '',       '',                  namespaces,        '',             update, false
            '',       '',                  namespaces,        '',             delete, false
            '',       apps,                deployments,       ready,          patch,  false
            '',       apps,                deployments,       roles-anywhere, patch,  false
            '',       batch,               jobs,              ready,          create, false
            '',       '',                  serviceaccounts/token, ready,      create, false
            '',       '',                  secrets,           '',             list,   false
            '',       rolesanywhere.dev,   awsrolebindings,   ready,          update, false
            '',       rbac.authorization.k8s.io, clusterrolebindings, '',     create, false
            '',       admissionregistration.k8s.io, validatingadmissionpolicies, '', delete, false
            """)
    void each_component_has_exactly_the_permissions_that_it_needs(
            String suffix, String group, String resource, String namespace, String verb, boolean allowed) {
        var path = resource.split("/", 2);
        var user = "system:serviceaccount:%s:%s%s".formatted(Chart.NAMESPACE, Chart.RELEASE, suffix);
        try (var part = chart.cluster().as(user, "system:serviceaccounts", "system:authenticated")) {
            var review = part.authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(new SelfSubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withNewResourceAttributes()
                            .withGroup(group)
                            .withResource(path[0])
                            .withSubresource(path.length == 2 ? path[1] : null)
                            .withNamespace(namespace)
                            .withVerb(verb)
                            .endResourceAttributes()
                            .endSpec()
                            .build());
            assertThat(review.getStatus().getAllowed()).isEqualTo(allowed);
        }
    }

    private Pod pod(String deployment) {
        Deployment found = chart.client()
                .apps()
                .deployments()
                .inNamespace(Chart.NAMESPACE)
                .withName(deployment)
                .get();
        var template = found.getSpec().getTemplate();
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName("trial")
                .withNamespace(Chart.NAMESPACE)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
