package dev.rolesanywhere.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two operators on one API server, each a process; their pods are simulated and carry the label. */
@NeedsApiServer
class TwoOperatorsIT {
    private final ApiServer server = ApiServer.shared();
    private final KubernetesClient client = server.client();
    private OperatorProcess first;
    private OperatorProcess second;

    @BeforeEach
    @AfterEach
    void clean() throws InterruptedException {
        if (first != null) {
            first.close();
            second.close();
        }
        client.resources(AWSRole.class).delete();
        client.resources(AWSTrustAnchor.class).delete();
    }

    @Test
    void one_replica_is_active_with_the_label_and_is_replaced_after_a_kill() throws Exception {
        String system = "takeover";
        start(system, "both", "both");
        List<String> labelled =
                await().atMost(Duration.ofMinutes(2)).until(() -> active(system), pods -> pods.size() == 1);
        client.resource(Manifests.trustAnchor("kept")).create();
        String authority = awaitAuthority(system, "kept");
        OperatorProcess leader = labelled.getFirst().equals("takeover-0") ? first : second;

        leader.kill();

        await().atMost(Duration.ofMinutes(1))
                .until(() -> active(system), pods -> pods.size() == 1 && !pods.equals(labelled));
        client.resource(Manifests.role("after", "kept")).create();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.resources(AWSRole.class)
                                .withName("after")
                                .require()
                                .getStatus()
                        != null);
        assertThat(awaitAuthority(system, "kept")).isEqualTo(authority);
    }

    @Test
    void the_standby_issues_nothing() throws Exception {
        String system = "standby";
        start(system, "one-of-two", "one-of-two");
        List<String> labelled =
                await().atMost(Duration.ofMinutes(2)).until(() -> active(system), pods -> pods.size() == 1);
        OperatorProcess leader = labelled.getFirst().equals(system + "-0") ? first : second;
        OperatorProcess standby = leader == first ? second : first;
        String bundle = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> client.configMaps()
                                .inNamespace(system)
                                .withName("one-of-two-issuer-bundle")
                                .get(),
                        found -> found != null)
                .getData()
                .get("ca.crt");
        server.namespace("asking");
        server.serviceAccount("asking", "orders");
        server.pod("asking", "orders-1", "orders");
        String service = "one-of-two-issuer." + system + ".svc";
        dev.rolesanywhere.operator.cluster.Issuing active = issuing(leader, service, bundle);
        dev.rolesanywhere.operator.cluster.Issuing idle = issuing(standby, service, bundle);
        String token = active.token("asking", "orders", "orders-1", Issuing.AUDIENCE);

        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> active.certificates(token).status() == 200);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(3))
                .until(() ->
                        idle.certificates(token).body().path("reason").asText().equals("Standby"));
        for (int key = 0; key < 6; key++) {
            assertThat(idle.certificates(token).status()).isEqualTo(503);
        }
        assertThat(idle.outcome(token, "reader", "Accepted", "x").status()).isEqualTo(503);
    }

    private dev.rolesanywhere.operator.cluster.Issuing issuing(OperatorProcess operator, String service, String bundle)
            throws Exception {
        return new dev.rolesanywhere.operator.cluster.Issuing(client, operator.port(), service, bundle);
    }

    /** An operator that is killed between Secret and status leaves a CA without a status. */
    @Test
    void authorities_of_an_operator_that_is_killed_during_their_creation_count_as_generated_with_one_event()
            throws Exception {
        String system = "dying";
        start(system, "mortal", "mortal");
        List<String> labelled =
                await().atMost(Duration.ofMinutes(2)).until(() -> active(system), pods -> pods.size() == 1);
        OperatorProcess leader = labelled.getFirst().equals(system + "-0") ? first : second;
        List<String> names = IntStream.range(0, 40).mapToObj(i -> "many-" + i).toList();
        names.parallelStream()
                .forEach(name -> client.resource(Manifests.trustAnchor(name)).create());
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> client.secrets()
                                .inNamespace(system)
                                .withLabel("rolesanywhere.dev/trust-anchor")
                                .list()
                                .getItems()
                                .size()
                        > 3);

        leader.kill();

        names.forEach(name -> eventually(() -> assertThat(reason(name)).isNotEmpty()));
        // The status of the changed spec comes from a reconcile after the one that the Secret caused.
        names.parallelStream().forEach(name -> client.resources(AWSTrustAnchor.class)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"leafDuration\": \"30m\"}}"));
        names.forEach(name -> eventually(() -> assertThat(client.resources(AWSTrustAnchor.class)
                        .withName(name)
                        .require()
                        .getStatus()
                        .observedGeneration())
                .isEqualTo(2)));

        assertThat(names).allSatisfy(name -> assertThat(reason(name)).isEqualTo("Generated"));
        assertThat(client.v1().events().inNamespace("default").list().getItems())
                .filteredOn(event -> names.contains(event.getInvolvedObject().getName()))
                .isNotEmpty()
                .extracting(event -> event.getInvolvedObject().getName() + " " + event.getReason())
                .doesNotHaveDuplicates();
    }

    private String reason(String name) {
        return Conditions.find(
                        client.resources(AWSTrustAnchor.class)
                                .withName(name)
                                .require()
                                .getStatus()
                                .conditions(),
                        "CertificateAuthorityReady")
                .orElseThrow()
                .reason();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(assertion);
    }

    /** Leader election can fail to separate two operators. Here each has a separate Lease, and both are active. */
    @Test
    void two_leaders_at_once_create_one_ca_and_do_not_alternate_the_status() throws Exception {
        String system = "both-lead";
        start(system, "left", "right");
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> leads(system, "left") && leads(system, "right"));
        client.resource(Manifests.trustAnchor("shared")).create();
        client.resource(Manifests.role("shared", "shared")).create();

        String authority = awaitAuthority(system, "shared");
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
            assertThat(active(system)).isNotEmpty();
            assertThat(fingerprint("shared")).isNotEmpty();
        });
        String settled = await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(8))
                .until(this::versions, new Unchanged()::isUnchanged);

        assertThat(awaitAuthority(system, "shared")).isEqualTo(authority);
        assertThat(settled).isEqualTo(versions());
        assertThat(client.secrets().inNamespace(system).list().getItems())
                .extracting(secret -> secret.getMetadata().getName())
                .containsOnlyOnce("awsta-shared-ca");
    }

    private void start(String system, String firstName, String secondName) {
        server.namespace(system);
        server.serviceAccount(system, "operator");
        server.pod(system, system + "-0", "operator");
        server.pod(system, system + "-1", "operator");
        first = OperatorProcess.start(server, system, firstName, system + "-0");
        second = OperatorProcess.start(server, system, secondName, system + "-1");
    }

    private boolean leads(String system, String lease) {
        return client.leases()
                .inNamespace(system)
                .withName(lease)
                .require()
                .getSpec()
                .getHolderIdentity()
                .startsWith(system);
    }

    private List<String> active(String system) {
        return client.pods().inNamespace(system).withLabel(Issuing.ACTIVE_LABEL, "true").list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    /** The stored Secret of the CA: UID, version and key. */
    private String awaitAuthority(String system, String anchor) {
        Secret secret = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> client.secrets()
                                .inNamespace(system)
                                .withName("awsta-" + anchor + "-ca")
                                .get(),
                        found -> found != null);
        return secret.getMetadata().getUid() + "/" + secret.getMetadata().getResourceVersion();
    }

    private String fingerprint(String anchor) {
        return client.resources(AWSTrustAnchor.class)
                .withName(anchor)
                .require()
                .getStatus()
                .authorities()
                .getFirst()
                .fingerprint();
    }

    private String versions() {
        return client.resources(AWSTrustAnchor.class)
                        .withName("shared")
                        .require()
                        .getMetadata()
                        .getResourceVersion()
                + "/"
                + client.resources(AWSRole.class)
                        .withName("shared")
                        .require()
                        .getMetadata()
                        .getResourceVersion();
    }

    private static final class Unchanged {
        private String before = "";

        boolean isUnchanged(String now) {
            boolean same = now.equals(before);
            before = now;
            return same;
        }
    }
}
