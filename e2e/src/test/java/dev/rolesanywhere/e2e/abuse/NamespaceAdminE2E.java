package dev.rolesanywhere.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People with the ClusterRoles view, edit and admin in a namespace, and with the chart's example {@code …-binder}. */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceAdminE2E {
    private static final String NAMESPACE = "administered";
    private static final String BINDING = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRoleBinding
            metadata: {name: %s, namespace: administered}
            spec: {roleRef: {name: administered}, subjects: [{name: app}]}
            """;

    private final Installation installation = Installation.get();
    private final KubernetesClient admin = installation.cluster().as("administered-admin");

    @BeforeAll
    void people_with_roles_in_a_namespace() {
        Workload.namespace(NAMESPACE).bind(NAMESPACE);
        for (String role : new String[] {"view", "edit", "admin"}) {
            grant("administered-" + role, role);
        }
        grant("administered-binder", "admin");
        grant("administered-binder", Installation.NAME + "-binder");
        // Aggregation and RBAC's caches take a moment.
        await().atMost(Cluster.PATIENCE)
                .until(() -> may("administered-admin", "create", "rolesanywhere.dev", "awsrolebindings")
                        && may("administered-binder", "bind", "rolesanywhere.dev", "awsroles"));
    }

    @AfterAll
    void close() {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            view,   get,    rolesanywhere.dev, awsrolebindings,        true
            view,   list,   rolesanywhere.dev, awsrolebindings,        true
            view,   get,    rolesanywhere.dev, awsroles,               true
            view,   create, rolesanywhere.dev, awsrolebindings,        false
            view,   delete, rolesanywhere.dev, awsrolebindings,        false
            edit,   create, rolesanywhere.dev, awsrolebindings,        true
            edit,   update, rolesanywhere.dev, awsrolebindings,        true
            edit,   delete, rolesanywhere.dev, awsrolebindings,        true
            edit,   bind,   rolesanywhere.dev, awsroles,               false
            edit,   update, rolesanywhere.dev, awsroles,               false
            edit,   patch,  rolesanywhere.dev, awsrolebindings/status, false
            admin,  create, rolesanywhere.dev, awsrolebindings,        true
            admin,  bind,   rolesanywhere.dev, awsroles,               false
            admin,  create, rolesanywhere.dev, awsroles,               false
            admin,  update, rolesanywhere.dev, awstrustanchors,        false
            admin,  patch,  rolesanywhere.dev, awsrolebindings/status, false
            admin,  update, '',                namespaces,             false
            binder, bind,   rolesanywhere.dev, awsroles,               true
            binder, update, rolesanywhere.dev, awsroles,               false
            """)
    void the_charts_clusterroles_grant_the_rights_in_their_names(
            String who, String verb, String group, String resource, boolean allowed) {
        assertThat(may("administered-" + who, verb, group, resource)).isEqualTo(allowed);
    }

    @Test
    void a_namespace_admin_cannot_bind_a_role() {
        assertThatThrownBy(() -> admin.resource(BINDING.formatted("mine")).create())
                .hasMessageContaining("administered-admin may not bind AWSRole administered");
    }

    @Test
    void a_binder_does() {
        try (KubernetesClient binder = installation.cluster().as("administered-binder")) {
            assertThatCode(() -> binder.resource(BINDING.formatted("given")).create())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void an_admin_does_not_write_a_status() {
        assertThatThrownBy(() -> admin.resources(AWSRoleBinding.class)
                        .inNamespace(NAMESPACE)
                        .withName(NAMESPACE)
                        .subresource("status")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"pods\":\"9/9\"}}"))
                .hasMessageContaining("awsrolebindings/status");
    }

    @Test
    void an_admin_does_not_grant_themselves_the_verb_bind() {
        assertThatThrownBy(() -> admin.resource("""
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: Role
                        metadata: {name: mine, namespace: administered}
                        rules: [{apiGroups: [rolesanywhere.dev], resources: [awsroles], verbs: [bind]}]
                        """).create())
                .hasMessageContaining("attempting to grant RBAC permissions not currently held");
    }

    @Test
    void an_admin_does_not_bind_themselves_to_the_binders() {
        assertThatThrownBy(
                        () -> admin.resource(roleBinding("mine", Installation.NAME + "-binder", "administered-admin"))
                                .create())
                .hasMessageContaining("attempting to grant RBAC permissions not currently held");
    }

    @Test
    void a_namespace_admin_cannot_read_the_ca_key() {
        assertThatThrownBy(() -> admin.secrets()
                        .inNamespace(Installation.NAMESPACE)
                        .withName("awsta-default-ca")
                        .get())
                .hasMessageContaining("cannot get resource \"secrets\"");
    }

    private void grant(String user, String clusterRole) {
        installation
                .client()
                .resource(roleBinding(user + "-" + clusterRole, clusterRole, user))
                .create();
    }

    private static String roleBinding(String name, String clusterRole, String user) {
        return """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %s, namespace: administered}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
                """.formatted(name, clusterRole, user);
    }

    private boolean may(String user, String verb, String group, String resource) {
        String[] parts = resource.split("/", 2);
        try (KubernetesClient person = installation.cluster().as(user)) {
            return person.authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(new SelfSubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withNewResourceAttributes()
                            .withNamespace(NAMESPACE)
                            .withVerb(verb)
                            .withGroup(group)
                            .withResource(parts[0])
                            .withSubresource(parts.length == 2 ? parts[1] : null)
                            .endResourceAttributes()
                            .endSpec()
                            .build())
                    .getStatus()
                    .getAllowed();
        }
    }
}
