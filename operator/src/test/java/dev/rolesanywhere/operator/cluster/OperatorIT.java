package dev.rolesanywhere.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.condition.PodTally;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One operator on a real API server. There is no webhook, and no pod is scheduled, so the test sends the pods'
 * requests.
 */
@NeedsApiServer
class OperatorIT {
    private static final String SYSTEM = "one-operator";
    private static final String NAME = "raw";
    private static final String AUDIENCE = "rolesanywhere.dev";
    private static KubernetesClient client;
    private static OperatorProcess operator;
    private static Issuing issuing;

    @BeforeAll
    static void start() throws Exception {
        ApiServer server = ApiServer.shared();
        client = server.client();
        server.namespace(SYSTEM);
        operator = OperatorProcess.start(server, SYSTEM, NAME, "raw-0");
        client.resource(Manifests.trustAnchor("one")).serverSideApply();
        int port = operator.port();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.secrets()
                                .inNamespace(SYSTEM)
                                .withName("awsta-one-ca")
                                .get()
                        != null);
        client.resources(AWSTrustAnchor.class)
                .withName("one")
                .patch(PatchContext.of(PatchType.JSON_MERGE), Manifests.registered());
        String bundle = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> client.configMaps()
                                .inNamespace(SYSTEM)
                                .withName(NAME + "-issuer-bundle")
                                .get(),
                        found -> found != null)
                .getData()
                .get("ca.crt");
        issuing = new Issuing(client, port, NAME + "-issuer." + SYSTEM + ".svc", bundle);
    }

    @AfterAll
    static void stop() throws Exception {
        operator.close();
    }

    @Test
    void a_role_and_a_service_account_that_come_later_heal_the_binding() {
        ApiServer.shared().namespace("later");
        client.resource(Manifests.binding("later", "late", "orders")).create();
        eventually(() -> {
            assertThat(condition("later", "late", "Ready").reason()).isEqualTo("RoleNotFound");
            assertThat(condition("later", "late", "SubjectsFound").reason()).isEqualTo("ServiceAccountNotFound");
        });

        client.resource(Manifests.role("late", "one")).create();
        ApiServer.shared().serviceAccount("later", "orders");
        eventually(() -> {
            assertThat(condition("later", "late", "Ready").reason()).isEqualTo("Serving");
            assertThat(condition("later", "late", "SubjectsFound").reason()).isEqualTo("AllFound");
        });
    }

    @Test
    void a_role_bound_twice_and_an_excluded_namespace_are_in_the_status() {
        ApiServer.shared().namespace("twice");
        client.resource(Manifests.role("twice", "one")).create();
        client.resource(Manifests.binding("twice", "twice", "orders")).create();
        AWSRoleBinding second = Manifests.binding("twice", "twice", "orders");
        second.getMetadata().setName("zweite");
        client.resource(second).create();
        client.resource(Manifests.binding("kube-system", "twice", "orders")).create();

        eventually(() -> {
            assertThat(condition("twice", "twice", "Ready").reason()).isEqualTo("Serving");
            assertThat(condition("twice", "zweite", "Ready").reason()).isEqualTo("Duplicate");
            assertThat(condition("kube-system", "twice", "Ready").reason()).isEqualTo("NamespaceExcluded");
        });
    }

    @Test
    void a_pod_that_runs_without_the_sidecar_is_named_in_the_status_and_gets_an_event() {
        ApiServer.shared().namespace("before");
        ApiServer.shared().serviceAccount("before", "orders");
        ApiServer.shared().serviceAccount("before", "others");
        ApiServer.shared().pod("before", "old", "orders");
        ApiServer.shared().pod("before", "unbound", "others");
        client.resource(Manifests.role("before", "one")).create();
        client.resource(Manifests.binding("before", "before", "orders")).create();

        inTime(() -> {
            assertThat(condition("before", "before", "PodsServed").reason()).isEqualTo("PodsWithoutSidecar");
            assertThat(binding("before", "before").getStatus().pods()).isEqualTo("0/1");
            assertThat(binding("before", "before").getStatus().unservedPods())
                    .singleElement()
                    .satisfies(tally -> {
                        assertThat(tally.count()).isEqualTo(1);
                        assertThat(tally.pods()).containsExactly("old");
                    });
            assertThat(events("before"))
                    .extracting(event -> event.getInvolvedObject().getKind() + " " + event.getReason())
                    .contains("AWSRoleBinding PodsWithoutSidecar")
                    .containsOnlyOnce("Pod PodsWithoutSidecar");
        });

        client.pods().inNamespace("before").withName("old").withGracePeriod(0).delete();
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                        condition("before", "before", "PodsServed").reason())
                .isEqualTo("NoPods"));
    }

    @Test
    void a_sidecar_image_that_cannot_be_pulled_is_reported_with_the_kubelets_reason() {
        ApiServer.shared().namespace("pulls");
        ApiServer.shared().serviceAccount("pulls", "orders");
        client.resource(Manifests.role("pulls", "one")).create();
        client.resource(Manifests.binding("pulls", "pulls", "orders")).create();
        ApiServer.shared().podWithSidecar("pulls", "orders-1", "orders");
        ApiServer.shared().waits("pulls", "orders-1", "ErrImagePull", "no such image\u202e");

        inTime(() -> {
            assertThat(condition("pulls", "pulls", "PodsServed"))
                    .extracting(Condition::status, Condition::reason)
                    .containsExactly(Condition.Status.False, "ImagePullFailed");
            assertThat(condition("pulls", "pulls", "PodsServed").message())
                    .contains("pod orders-1 (container aws-credentials: ErrImagePull, no such image)");
            assertThat(binding("pulls", "pulls").getStatus().summary()).isEqualTo("ImagePullFailed");
            assertThat(binding("pulls", "pulls").getStatus().pods()).isEqualTo("0/1");
            assertThat(binding("pulls", "pulls").getStatus().unservedPods())
                    .extracting(PodTally::reason, PodTally::count, PodTally::pods)
                    .containsExactly(tuple("ImagePullFailed", 1, List.of("orders-1")));
            assertThat(events("pulls"))
                    .extracting(event -> event.getInvolvedObject().getKind(), Event::getType, Event::getReason)
                    .contains(
                            tuple("Pod", "Warning", "ImagePullFailed"),
                            tuple("AWSRoleBinding", "Warning", "ImagePullFailed"));
        });

        ApiServer.shared().runs("pulls", "orders-1");
        eventually(() ->
                assertThat(binding("pulls", "pulls").getStatus().summary()).isEqualTo("PodsStarting"));
    }

    /** As after an upgrade: two pods have the sidecar that an earlier webhook injected, and one has the operator's. */
    @Test
    void pods_with_the_sidecar_of_an_earlier_version_are_counted_until_they_are_recreated() throws Exception {
        ApiServer.shared().namespace("upgraded");
        ApiServer.shared().serviceAccount("upgraded", "orders");
        client.resource(Manifests.role("upgraded", "one")).create();
        client.resource(Manifests.binding("upgraded", "upgraded", "orders")).create();
        injected("orders-1", "0.0.8");
        injected("orders-2", "0.0.9");
        injected("orders-3", version());
        inTime(() -> assertThat(binding("upgraded", "upgraded").getStatus().podsOfOtherVersions())
                .isEqualTo(2));

        client.pods()
                .inNamespace("upgraded")
                .withName("orders-1")
                .withGracePeriod(0)
                .delete();
        injected("orders-4", version());
        inTime(() -> assertThat(binding("upgraded", "upgraded").getStatus().podsOfOtherVersions())
                .isEqualTo(1));
    }

    /** Of the operator that runs. */
    private static String version() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target", "quarkus-app", "app"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(jar -> jar.startsWith("rolesanywhere-operator-"))
                    .map(jar -> jar.replaceAll("rolesanywhere-operator-|\\.jar", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The webhook writes its version on each pod that it injects. */
    private static void injected(String pod, String version) {
        ApiServer.shared().podWithSidecar("upgraded", pod, "orders");
        client.pods().inNamespace("upgraded").withName(pod).edit(found -> new PodBuilder(found)
                .editMetadata()
                .addToAnnotations(Annotations.INJECTED, version)
                .endMetadata()
                .build());
        ApiServer.shared().runs("upgraded", pod);
    }

    @Test
    void a_pod_is_identified_by_its_token_over_tls_and_its_report_reaches_the_status() throws Exception {
        bound("issuing");
        String token = issuing.token("issuing", "orders", "orders-1", AUDIENCE);
        // No faster, or the pod would exceed its request limit.
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    Issuing.Reply reply = issuing.certificates(token);
                    assertThat(reply.status()).isEqualTo(200);
                    assertThat(reply.body().path("roles").path(0).path("name").asText())
                            .isEqualTo("issuing");
                });

        assertThat(issuing.outcome(token, "issuing", "RoleNotInProfile", "add it")
                        .status())
                .isEqualTo(204);
        eventually(() -> {
            assertThat(condition("issuing", "issuing", "PodsServed").reason()).isEqualTo("RefusedByAWS");
            assertThat(binding("issuing", "issuing").getStatus().unservedPods())
                    .extracting(PodTally::reason, PodTally::pods)
                    .containsExactly(tuple("RoleNotInProfile", List.of("orders-1")));
            assertThat(client.resources(AWSRole.class)
                            .withName("issuing")
                            .require()
                            .getStatus()
                            .unservedPods())
                    .extracting(PodTally::pods)
                    .containsExactly(List.of("issuing/orders-1"));
            assertThat(events("issuing")).extracting(Event::getReason).contains("RoleNotInProfile");
        });
    }

    @Test
    void a_pods_hostile_text_does_not_block_a_status_and_is_only_in_its_own_event() throws Exception {
        bound("hostile");
        String token = issuing.token("hostile", "orders", "orders-1", AUDIENCE);

        // JSON escapes: CSI, clear the screen, right-to-left override.
        assertThat(issuing.outcome(token, "hostile", "UntrustedCertificate", "\\u009b2J\\u202epwned\\u0085")
                        .status())
                .isEqualTo(204);

        eventually(() -> {
            assertThat(condition("hostile", "hostile", "PodsServed").reason()).isEqualTo("RefusedByAWS");
            AWSRole role = client.resources(AWSRole.class).withName("hostile").require();
            assertThat(Conditions.find(role.getStatus().conditions(), "AcceptedByAWS")
                            .orElseThrow()
                            .reason())
                    .isEqualTo("UntrustedCertificate");
            AWSTrustAnchor anchor =
                    client.resources(AWSTrustAnchor.class).withName("one").require();
            // AWS's answer to the operator depends on this machine's network.
            assertThat(Conditions.find(anchor.getStatus().conditions(), "Registered")
                            .orElseThrow()
                            .reason())
                    .isIn("OneNamespaceReports", "UntrustedByAWS", "AnchorMissingOrDisabled");
            assertThat(Serialization.asJson(List.of(role, anchor, binding("hostile", "hostile"))))
                    .doesNotContain("pwned");
            assertThat(events("hostile"))
                    .filteredOn(event -> event.getReason().equals("UntrustedCertificate"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getMessage()).contains("the pod reports: 2J pwned");
                        assertThat(event.getInvolvedObject().getName()).isEqualTo("orders-1");
                    });
        });
    }

    @Test
    void invalid_tokens_and_tokens_for_others_are_rejected_with_their_reason() throws Exception {
        bound("tokens");

        assertRefused(issuing.token("tokens", "orders", null, AUDIENCE), "TokenNotBoundToPod");
        assertRefused(
                issuing.token("tokens", "orders", "orders-1", "https://kubernetes.default.svc"), "TokenWrongAudience");
        assertRefused("nonsense", "TokenNotAuthenticated");
        String gone = issuing.token("tokens", "orders", "orders-1", AUDIENCE);
        client.pods()
                .inNamespace("tokens")
                .withName("orders-1")
                .withGracePeriod(0)
                .delete();
        eventually(() -> assertThat(issuing.certificates(gone).status()).isIn(401, 403));
    }

    @Test
    void deleting_a_role_in_use_causes_an_event_with_its_users() {
        ApiServer.shared().namespace("removal");
        client.resource(Manifests.role("removed", "one")).create();
        client.resource(Manifests.binding("removal", "removed", "orders")).create();
        eventually(() ->
                assertThat(condition("removal", "removed", "Ready").reason()).isEqualTo("Serving"));

        client.resources(AWSRole.class).withName("removed").delete();
        eventually(() -> {
            assertThat(condition("removal", "removed", "Ready").reason()).isEqualTo("RoleNotFound");
            assertThat(events("default"))
                    .filteredOn(event -> event.getReason().equals("DeletedInUse"))
                    .extracting(Event::getMessage)
                    .anySatisfy(message -> assertThat(message).contains("'removed'", "removal/removed"));
        });
    }

    @Test
    void egress_settings_follow_their_configmap() {
        client.resource(Serialization.unmarshal("""
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRole
            metadata: {name: corporate}
            spec:
              trustAnchorRef: {name: one}
              roleARN: arn:aws:iam::111122223333:role/corporate
              allowedNamespaces: {selector: {}}
              aws: {caBundleConfigMapRef: {name: corporate}}
            """, AWSRole.class)).create();
        eventually(() -> assertThat(ready("corporate").reason()).isEqualTo("EgressNotAllowed"));
        assertThat(ready("corporate").message()).contains("ConfigMap 'corporate', which does not exist");

        String pem = client.configMaps()
                .inNamespace(SYSTEM)
                .withName("awsta-one-ca")
                .require()
                .getData()
                .get("ca.crt");
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(SYSTEM)
                        .withName("corporate")
                        .endMetadata()
                        .addToData("ca.crt", pem)
                        .build())
                .create();
        eventually(() -> assertThat(ready("corporate").holds()).isTrue());

        client.configMaps().inNamespace(SYSTEM).withName("corporate").delete();
        eventually(() -> assertThat(ready("corporate").reason()).isEqualTo("EgressNotAllowed"));
    }

    private static Condition ready(String role) {
        return Conditions.find(
                        client.resources(AWSRole.class)
                                .withName(role)
                                .require()
                                .getStatus()
                                .conditions(),
                        "Ready")
                .orElseThrow();
    }

    private static void bound(String name) {
        ApiServer.shared().namespace(name);
        ApiServer.shared().serviceAccount(name, "orders");
        ApiServer.shared().pod(name, "orders-1", "orders");
        client.resource(Manifests.role(name, "one")).create();
        client.resource(Manifests.binding(name, name, "orders")).create();
    }

    private static void assertRefused(String token, String reason) throws Exception {
        Issuing.Reply reply = issuing.certificates(token);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body().path("reason").asText()).isEqualTo(reason);
    }

    /** For Events that need a check of the pods and the pause before a condition is reported. */
    private static void inTime(ThrowingRunnable assertion) {
        patience().atMost(Duration.ofMinutes(4)).untilAsserted(assertion);
    }

    private static void eventually(ThrowingRunnable assertion) {
        patience().untilAsserted(assertion);
    }

    private static ConditionFactory patience() {
        return await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions();
    }

    private static AWSRoleBinding binding(String namespace, String name) {
        return client.resources(AWSRoleBinding.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    private static Condition condition(String namespace, String name, String type) {
        return Conditions.find(binding(namespace, name).getStatus().conditions(), type)
                .orElseThrow();
    }

    private static List<Event> events(String namespace) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> "rolesanywhere.dev/operator".equals(event.getReportingComponent()))
                .toList();
    }
}
