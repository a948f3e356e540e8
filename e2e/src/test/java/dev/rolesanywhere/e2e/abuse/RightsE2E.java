package dev.rolesanywhere.e2e.abuse;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Manifests;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Operator and webhook through everything that they do, with exactly the chart's roles, and the API server's audit log of it: nothing they ask
 * for is refused, and no right of theirs is left over. A feature that needs a new right has to be gone through in {@link #everything_happens}.
 */
@NeedsCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsE2E {
    private static final String GIVEN = Installation.NAME + "-bind/given";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Cluster cluster;
    private Installation installation;
    private KubernetesClient client;
    private List<AuditedRequest> requests;

    @BeforeAll
    void everything_happens() {
        cluster = Cluster.audited(Scripts.read("audit-policy.yaml"));
        installation = Installation.on(cluster);
        client = installation.client();
        aPodIsServed();
        aPodIsRefused();
        theWebhookIsAskedAboutAServiceAccountThatItsCacheLacks();
        whatTheOperatorPublishesIsDamagedAndHeals();
        theActiveReplicaStops();
        everythingIsDeleted();
        requests = AuditedRequest.read(cluster.auditLog());
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @Test
    void nothing_that_operator_and_webhook_ask_for_is_refused() {
        assertThat(requests)
                .filteredOn(request -> request.account().startsWith(Installation.NAME))
                .isNotEmpty()
                .filteredOn(request -> request.status() == 403)
                .isEmpty();
    }

    @Test
    void no_right_of_operator_and_webhook_is_left_over() {
        List<Right> rights = Right.of(client, Installation.NAMESPACE);
        assertThat(rights).extracting(Right::account).contains(Installation.NAME, Installation.WEBHOOK);
        assertThat(rights).filteredOn(right -> !right.isUsed(requests, rights)).isEmpty();
    }

    @Test
    void the_audit_log_says_who_gave_which_role_to_which_serviceaccounts() {
        assertThat(requests)
                .filteredOn(request -> request.annotations().containsKey(GIVEN))
                .extracting(request -> request.annotations().get(GIVEN))
                .contains("the-giver gives AWSRole served to ServiceAccounts served/one, served/two");
    }

    private void aPodIsServed() {
        Workload served = Workload.namespace(installation, "served").bind("served");
        served.create(
                served.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        served.awaitLog("app", "app", "assumed-role/served/");
        client.resource("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: the-giver}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: the-giver}]
                """).create();
        try (KubernetesClient giver = cluster.as("the-giver")) {
            await().atMost(Workload.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> giver.resource("""
                    apiVersion: rolesanywhere.dev/v1alpha1
                    kind: AWSRoleBinding
                    metadata: {name: more, namespace: served}
                    spec: {roleRef: {name: served}, subjects: [{name: one}, {name: two}]}
                    """).create() != null);
        }
    }

    /** With an Event on the pod. */
    private void aPodIsRefused() {
        Workload refused = Workload.namespace(installation, "refused");
        Manifests.apply(
                client,
                "role-in-namespaces.yaml",
                "ROLE",
                "refused",
                "ALLOWED",
                "{names: [elsewhere]}",
                "SCOPE",
                "Role");
        Manifests.apply(client, "binding-of.yaml", "ROLE", "refused", "NAMESPACE", "refused", "SERVICEACCOUNT", "app");
        refused.create(
                refused.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        await().atMost(PATIENCE).until(() -> client.v1().events().inNamespace("refused").list().getItems().stream()
                .anyMatch(event -> "NamespaceNotAllowed".equals(event.getReason())));
    }

    /** Directly: through admission this is a race of milliseconds. */
    private void theWebhookIsAskedAboutAServiceAccountThatItsCacheLacks() {
        String answer = client.raw(
                "/api/v1/namespaces/%s/services/https:%s:443/proxy/mutate"
                        .formatted(Installation.NAMESPACE, Installation.WEBHOOK),
                "POST",
                """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","namespace":"served","operation":"CREATE",
                 "resource":{"group":"","version":"v1","resource":"pods"},
                 "object":{"metadata":{"name":"app"},"spec":{"serviceAccountName":"nobody-yet"}}}}""");
        assertThat(answer).contains("\"allowed\":true");
    }

    private void whatTheOperatorPublishesIsDamagedAndHeals() {
        client.configMaps()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.NAME + "-issuer-bundle")
                .edit(bundle -> {
                    bundle.setData(Map.of("ca.crt", "damaged"));
                    return bundle;
                });
        client.secrets()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.WEBHOOK + "-tls")
                .edit(secret -> {
                    secret.setData(Map.of("tls.crt", "ZGFtYWdlZA==", "tls.key", "ZGFtYWdlZA=="));
                    return secret;
                });
        await().atMost(PATIENCE).until(() -> Objects.requireNonNull(client.configMaps()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(Installation.NAME + "-issuer-bundle")
                        .require()
                        .getData()
                        .get("ca.crt"))
                .contains("BEGIN CERTIFICATE"));
        await().atMost(PATIENCE).until(() -> !client.secrets()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.WEBHOOK + "-tls")
                .require()
                .getData()
                .get("tls.crt")
                .equals("ZGFtYWdlZA=="));
    }

    /** Gracefully, so that it gives the Lease back; another takes over. */
    private void theActiveReplicaStops() {
        var before = active();
        before.forEach(name ->
                client.pods().inNamespace(Installation.NAMESPACE).withName(name).delete());
        await().atMost(PATIENCE).until(() -> active().size() == 1 && !active().equals(before));
    }

    private List<String> active() {
        return client
                .pods()
                .inNamespace(Installation.NAMESPACE)
                .withLabel(Issuing.ACTIVE_LABEL, "true")
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private void everythingIsDeleted() {
        client.resources(AWSRoleBinding.class).inAnyNamespace().delete();
        client.resources(AWSRole.class).delete();
        client.resources(AWSTrustAnchor.class).delete();
        client.namespaces().withName("served").delete();
        await().atMost(PATIENCE)
                .until(() -> client.namespaces().withName("served").get() == null);
    }
}
