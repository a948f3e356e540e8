package dev.rolesanywhere.e2e.abuse;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.e2e.cluster.Alone;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.Manifests;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Uses all functions of operator and webhook with exactly the chart's roles, and reads the API server's audit log since
 * the installation. The API server rejects none of their requests, and they use each of their permissions. A feature
 * that needs a new right has to be gone through in {@link #everything_happens}.
 */
@NeedsCluster
@Alone("stops the active operator, damages what the operator publishes, and reads the audit log of what all did")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsE2E {
    /** The pod of helm test tries to read the cluster's DNS without the right, and prints the refusal as an unknown fact. */
    private static final String HELM_TEST = Installation.NAME + "-test";

    private static final String GIVEN = Installation.NAME + "-bind/given";

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private List<AuditedRequest> requests;

    @BeforeAll
    void everything_happens() {
        aPodIsServed();
        aPodIsRefused();
        theWebhookIsAskedAboutAServiceAccountThatItsCacheLacks();
        whatTheOperatorPublishesIsDamagedAndHeals();
        theActiveReplicaStops();
        everythingIsDeleted();
        requests = AuditedRequest.read(installation.cluster().auditLog());
    }

    @Test
    void operator_and_webhook_have_all_rights_that_they_use() {
        assertThat(theirs())
                .isNotEmpty()
                .filteredOn(request -> request.status() == 403 && !isAnEventOfADeletedNamespace(request))
                .isEmpty();
    }

    /** The right exists, but the API server accepts no new object in a namespace that is being deleted. */
    private boolean isAnEventOfADeletedNamespace(AuditedRequest request) {
        Namespace namespace = client.namespaces().withName(request.namespace()).get();
        return request.resource().equals("events")
                && "allow".equals(request.annotations().get("authorization.k8s.io/decision"))
                && (namespace == null || namespace.getMetadata().getDeletionTimestamp() != null);
    }

    @Test
    void operator_and_webhook_have_no_unused_right() {
        List<Right> rights = Right.of(client, Installation.NAMESPACE);
        assertThat(rights).extracting(Right::account).contains(Installation.NAME, Installation.WEBHOOK);
        List<AuditedRequest> theirs = theirs();
        assertThat(rights).filteredOn(right -> !right.isUsed(theirs, rights)).isEmpty();
    }

    /** Requests of other tests with tokens of these ServiceAccounts do not count. */
    private List<AuditedRequest> theirs() {
        return requests.stream()
                .filter(request -> request.account().startsWith(Installation.NAME)
                        && !request.account().equals(HELM_TEST)
                        && request.pod().startsWith(request.account()))
                .toList();
    }

    @Test
    void the_audit_log_shows_which_user_bound_which_role() {
        assertThat(requests)
                .filteredOn(request -> request.annotations().containsKey(GIVEN))
                .extracting(request -> request.annotations().get(GIVEN))
                .contains("the-giver gives AWSRole rights to ServiceAccounts rights/one, rights/two");
    }

    private void aPodIsServed() {
        Workload served = Workload.namespace("rights").bind("rights");
        served.create(
                served.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        served.awaitLog("app", "app", "assumed-role/rights/");
        client.resource("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: the-giver}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: the-giver}]
                """).create();
        try (KubernetesClient giver = installation.cluster().as("the-giver")) {
            await().atMost(Cluster.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> giver.resource("""
                    apiVersion: rolesanywhere.dev/v1alpha1
                    kind: AWSRoleBinding
                    metadata: {name: more, namespace: rights}
                    spec: {roleRef: {name: rights}, subjects: [{name: one}, {name: two}]}
                    """).create() != null);
        }
    }

    /** With an Event on the pod. */
    private void aPodIsRefused() {
        Workload refused = Workload.namespace("rights-refused");
        Manifests.apply(
                client,
                "role-in-namespaces.yaml",
                "ROLE",
                "rights-refused",
                "ALLOWED",
                "{names: [elsewhere]}",
                "SCOPE",
                "Role");
        Manifests.apply(
                client,
                "binding-of.yaml",
                "ROLE",
                "rights-refused",
                "NAMESPACE",
                "rights-refused",
                "SERVICEACCOUNT",
                "app");
        refused.create(
                refused.pod("app", container("app", Installation.PYTHON_IMAGE).build()));
        await().atMost(Cluster.PATIENCE)
                .until(() -> client.v1().events().inNamespace("rights-refused").list().getItems().stream()
                        .anyMatch(event -> "NamespaceNotAllowed".equals(event.getReason())));
    }

    /** Directly: through admission this is a race of milliseconds. */
    private void theWebhookIsAskedAboutAServiceAccountThatItsCacheLacks() {
        String answer = client.raw(
                "/api/v1/namespaces/%s/services/https:%s:443/proxy/mutate"
                        .formatted(Installation.NAMESPACE, Installation.WEBHOOK),
                "POST",
                """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","namespace":"rights","operation":"CREATE",
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
        await().atMost(Cluster.PATIENCE).until(() -> Objects.requireNonNull(client.configMaps()
                        .inNamespace(Installation.NAMESPACE)
                        .withName(Installation.NAME + "-issuer-bundle")
                        .require()
                        .getData()
                        .get("ca.crt"))
                .contains("BEGIN CERTIFICATE"));
        await().atMost(Cluster.PATIENCE).until(() -> !client.secrets()
                .inNamespace(Installation.NAMESPACE)
                .withName(Installation.WEBHOOK + "-tls")
                .require()
                .getData()
                .get("tls.crt")
                .equals("ZGFtYWdlZA=="));
    }

    /** Gracefully, so that the operator releases the Lease and another replica becomes active. */
    private void theActiveReplicaStops() {
        var before = active();
        before.forEach(name ->
                client.pods().inNamespace(Installation.NAMESPACE).withName(name).delete());
        await().atMost(Cluster.PATIENCE).until(() -> active().size() == 1 && !active().equals(before));
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

    /** Of this test. */
    private void everythingIsDeleted() {
        Manifests.apply(client, "trustanchor-selfsigned.yaml", "NAME", "rights");
        await().atMost(Cluster.PATIENCE).until(() -> Optional.ofNullable(client.resources(AWSTrustAnchor.class)
                        .withName("rights")
                        .require()
                        .getStatus())
                .filter(status -> status.caBundle() != null)
                .isPresent());
        client.resources(AWSRoleBinding.class).inNamespace("rights").delete();
        client.resources(AWSRoleBinding.class).inNamespace("rights-refused").delete();
        List.of("rights", "rights-refused")
                .forEach(role -> client.resources(AWSRole.class).withName(role).delete());
        client.resources(AWSTrustAnchor.class).withName("rights").delete();
        client.namespaces().withName("rights").delete();
        await().atMost(Cluster.PATIENCE)
                .until(() -> client.namespaces().withName("rights").get() == null);
    }
}
