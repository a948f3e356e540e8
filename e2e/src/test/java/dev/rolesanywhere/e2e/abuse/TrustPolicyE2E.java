package dev.rolesanywhere.e2e.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import dev.rolesanywhere.e2e.scenario.Installation;
import dev.rolesanywhere.e2e.scenario.IssuingEndpoint;
import dev.rolesanywhere.e2e.scenario.Manifests;
import dev.rolesanywhere.e2e.scenario.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * AWS with exactly the printed trust policies, taken when the ServiceAccount {@code app} of one namespace was bound.
 * The others are bound afterwards, so this cluster issues leaves to them, and only the policy protects the role.
 */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustPolicyE2E {
    private static final String DENIED = "403";

    private final Installation installation = Installation.get();
    private final KubernetesClient client = installation.client();
    private final Map<String, Account> accounts = new HashMap<>();
    private OtherCluster otherCluster;

    @BeforeAll
    void bound_then_printed_then_bound_to_others() throws Exception {
        IssuingEndpoint endpoint = new IssuingEndpoint();
        Workload.namespace("policy");
        Workload.namespace("policy-other");
        for (String scope : new String[] {"Role", "Namespace", "ServiceAccount", "Another"}) {
            String role = role(scope);
            Manifests.apply(
                    client,
                    "role-in-namespaces.yaml",
                    "ROLE",
                    role,
                    "ALLOWED",
                    "{names: [policy, policy-other]}",
                    "SCOPE",
                    scope.equals("Another") ? "Role" : scope);
            bind(role, "policy", "app");
            installation.emulator().createRole(role, printed(role));
            if (!scope.equals("Another")) {
                bind(role, "policy", "other");
                bind(role, "policy-other", "app");
            }
        }
        accounts.put("the bound pod", Account.in(endpoint, "policy", "app", "app"));
        accounts.put("another ServiceAccount", Account.in(endpoint, "policy", "other", "other"));
        accounts.put("another namespace", Account.in(endpoint, "policy-other", "app", "app"));
        otherCluster = new OtherCluster();
        installation.emulator().registerTrustAnchor(OtherCluster.ANCHOR_ID, otherCluster.pem());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Role,           the bound pod,          201
            Role,           another ServiceAccount, 201
            Role,           another namespace,      201
            Namespace,      the bound pod,          201
            Namespace,      another ServiceAccount, 201
            Namespace,      another namespace,      403
            ServiceAccount, the bound pod,          201
            ServiceAccount, another ServiceAccount, 403
            ServiceAccount, another namespace,      403
            """)
    void a_leaf_of_the_role_is_accepted_within_the_scope(String scope, String who, String expected) throws Exception {
        KeyHolder holder = KeyHolder.fresh();
        assertThat(holder.with(leaf(who, scope, holder)).become(role(scope), SignedRequest.ANCHOR, aws()))
                .startsWith(expected);
    }

    @ParameterizedTest
    @CsvSource({"Role", "Namespace", "ServiceAccount"})
    void the_leaf_of_another_role_is_refused(String scope) throws Exception {
        KeyHolder holder = KeyHolder.fresh();
        X509Certificate leaf = leaf("the bound pod", "Another", holder);
        assertThat(holder.with(leaf).become(role(scope), SignedRequest.ANCHOR, aws()))
                .startsWith(DENIED)
                .contains("Unable to assume role");
    }

    @ParameterizedTest
    @CsvSource({"Role", "Namespace", "ServiceAccount"})
    void a_leaf_of_another_cluster_with_the_same_names_is_refused(String scope) throws Exception {
        KeyHolder holder = KeyHolder.fresh();
        X509Certificate forged = otherCluster.copyOf(leaf("the bound pod", scope, holder), holder.key());
        assertThat(holder.with(forged).become(role(scope), OtherCluster.ANCHOR, aws()))
                .startsWith(DENIED)
                .contains("Unable to assume role");
        assertThat(holder.with(forged).become(role(scope), SignedRequest.ANCHOR, aws()))
                .startsWith(DENIED)
                .contains("Untrusted signing certificate");
    }

    @ParameterizedTest
    @CsvSource({"Role", "Namespace", "ServiceAccount"})
    void a_leaf_without_its_key_is_refused(String scope) throws Exception {
        X509Certificate leaf = leaf("the bound pod", scope, KeyHolder.fresh());
        assertThat(KeyHolder.fresh().with(leaf).become(role(scope), SignedRequest.ANCHOR, aws()))
                .startsWith(DENIED)
                .contains("nvalid signature");
    }

    private java.net.URI aws() {
        return java.net.URI.create(installation.emulator().address());
    }

    /** The issuer's cache has new bindings after a moment. */
    private X509Certificate leaf(String who, String scope, KeyHolder holder) {
        return await("a leaf of " + role(scope) + " for " + who)
                .atMost(Cluster.PATIENCE)
                .until(() -> Account.leaf(accounts.get(who).ask(holder), role(scope)), Optional::isPresent)
                .orElseThrow();
    }

    private void bind(String role, String namespace, String serviceAccount) {
        Manifests.apply(
                client, "binding-of.yaml", "ROLE", role, "NAMESPACE", namespace, "SERVICEACCOUNT", serviceAccount);
    }

    private String printed(String role) {
        return await("trust policy of " + role)
                .atMost(Cluster.PATIENCE)
                .until(
                        () -> Optional.ofNullable(client.resources(AWSRole.class)
                                        .withName(role)
                                        .require()
                                        .getStatus())
                                .map(status -> status.trustPolicy()),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String role(String scope) {
        return "scope-" + scope.toLowerCase(java.util.Locale.ROOT);
    }
}
