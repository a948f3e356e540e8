package dev.rolesanywhere.operator.cluster;

import static dev.rolesanywhere.operator.cluster.CertManagerStage.condition;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.certificate.Validity;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import dev.rolesanywhere.pki.request.CertificateRequest;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * CertificateRequests on a real API server with cert-manager's own CRD; its approver and its issuer are played by the test, which can
 * so stop at every step. CertManagerControllerIT has the real ones.
 */
@NeedsApiServer
class CertManagerIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static CertManagerStage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new CertManagerStage("certman-played");
        stage.listen();
        stage.trustAnchor();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(2))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    stage.touch();
                    assertThat(stage.ready().reason()).isEqualTo("BackendNotFound");
                    assertThat(stage.ready().message()).contains("Install cert-manager with its CRDs");
                });
        stage.define("certificaterequests");
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(2))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    stage.touch();
                    assertThat(stage.ready().reason()).isEqualTo("Loaded");
                });
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @Test
    void a_pending_request_is_polled_until_it_is_approved_and_signed() throws Exception {
        CertManagerStage.Pod pod = stage.pod("certman-happy");
        JsonNode refusal = refused(pod.asksWithoutNames());
        assertThat(refusal.path("reason").asText()).isEqualTo("RequestNeedsSubject");

        JsonNode pending = refused(pod.asks(refusal));

        assertThat(pending.path("reason").asText()).isEqualTo("CertificatePending");
        assertThat(pending.path("message").asText()).contains("is not approved yet");
        assertThat(pending.path("retryAfterSeconds").asLong()).isBetween(5L, 60L);
        GenericKubernetesResource request = request("certman-happy");
        assertThat(request.<List<String>>get("spec", "usages")).containsExactly("digital signature", "client auth");
        assertThat(request.<Boolean>get("spec", "isCA")).isFalse();
        assertThat(request.<String>get("spec", "issuerRef", "name")).isEqualTo(CertManagerStage.ISSUER);
        assertThat(request.getMetadata().getLabels()).containsEntry("rolesanywhere.dev/trust-anchor", "cert-manager");
        assertThat(request.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("AWSTrustAnchor"));

        stage.conditions(
                request,
                leaf(pod, "certman-happy"),
                condition("Approved", "True", "cert-manager.io", "approved"),
                condition("Ready", "True", "Issued", "Certificate fetched from issuer successfully"));

        JsonNode role = pod.asks(refusal).path("roles").path(0);
        assertThat(certificate(role).getPublicKey()).isEqualTo(pod.keys.getPublic());
        assertThat(of("certman-happy")).isEmpty();
        assertThat(names(stage.events("certman-happy"))).contains("CertificatePending");
    }

    @Test
    void an_operator_that_is_killed_leaves_no_second_request() throws Exception {
        CertManagerStage.Pod pod = stage.pod("certman-killed");
        JsonNode refusal = refused(pod.asksWithoutNames());
        refused(pod.asks(refusal));
        GenericKubernetesResource request = request("certman-killed");

        String signed = leaf(pod, "certman-killed");
        stage.killOperator();
        stage.conditions(
                request,
                signed,
                condition("Approved", "True", "cert-manager.io", "approved"),
                condition("Ready", "True", "Issued", "Certificate fetched from issuer successfully"));

        JsonNode role = await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(2))
                .ignoreExceptions()
                .until(() -> pod.asks(refusal).path("roles").path(0), found -> found.has("certificate"));
        assertThat(certificate(role))
                .isEqualTo(CertificatePem.decode(signed.getBytes(UTF_8)).getFirst());
        assertThat(of("certman-killed")).isEmpty();
    }

    @Test
    void a_denial_is_in_the_pods_events_with_the_approvers_message() throws Exception {
        CertManagerStage.Pod pod = stage.pod("certman-denied");
        JsonNode refusal = refused(pod.asksWithoutNames());
        refused(pod.asks(refusal));
        stage.conditions(
                request("certman-denied"),
                "",
                condition("Denied", "True", "policy.cert-manager.io", "No policy approved this request"));

        JsonNode denied = refused(pod.asks(refusal));

        assertThat(denied.path("reason").asText()).isEqualTo("CertificateDenied");
        assertThat(denied.path("message").asText())
                .contains("policy.cert-manager.io: No policy approved this request", "spiffe://certman.example.org");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(stage.events("certman-denied"))
                .extracting(Event::getMessage)
                .anySatisfy(message -> assertThat(message).contains("No policy approved this request")));
        assertThat(of("certman-denied")).hasSize(1);
    }

    @Test
    void a_leaf_with_other_names_is_never_returned() throws Exception {
        CertManagerStage.Pod pod = stage.pod("certman-swapped");
        JsonNode refusal = refused(pod.asksWithoutNames());
        refused(pod.asks(refusal));
        stage.conditions(
                request("certman-swapped"),
                leaf(pod, "another-namespace"),
                condition("Approved", "True", "cert-manager.io", "approved"),
                condition("Ready", "True", "Issued", "signed"));

        assertThat(refused(pod.asks(refusal)).path("reason").asText()).isEqualTo("IssuingFailed");
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
            stage.touch();
            assertThat(stage.ready().reason()).isEqualTo("LeafRefused");
            assertThat(stage.ready().message()).contains("its subject is");
        });
    }

    @Test
    void an_older_sidecar_gets_the_advice_to_restart_its_pod() throws Exception {
        JsonNode refused = refused(stage.pod("certman-old").asksAsBefore());

        assertThat(refused.path("reason").asText()).isEqualTo("SidecarTooOld");
        assertThat(refused.path("message").asText()).contains("Recreate the pod");
        assertThat(of("certman-old")).isEmpty();
    }

    private static JsonNode refused(JsonNode answer) {
        assertThat(answer.path("refused").size()).as(answer.toString()).isEqualTo(1);
        return answer.path("refused").path(0);
    }

    private static GenericKubernetesResource request(String namespace) {
        return of(namespace).getFirst();
    }

    private static List<GenericKubernetesResource> of(String namespace) {
        return stage.requests().stream()
                .filter(request -> request.getMetadata()
                        .getAnnotations()
                        .get("rolesanywhere.dev/spiffe-id")
                        .contains("/ns/" + namespace + "/"))
                .toList();
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(Event::getReason).toList();
    }

    private static X509Certificate certificate(JsonNode role) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        Base64.getDecoder().decode(role.path("certificate").asText())));
    }

    /** The leaf that the issuer would sign for the pod's key. */
    private static String leaf(CertManagerStage.Pod pod, String namespace) {
        CertificateAuthority authority = ((LoadedAuthority.Usable)
                        new CertificateAuthorityLoader(CLOCK, new SecureRandom())
                                .load(stage.authority.secretData().entrySet().stream()
                                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                                                .getBytes(UTF_8)))))
                .authority();
        return CertificatePem.encode(authority.issue(new LeafTemplate(
                new WorkloadIdentity("certman.example.org", namespace, "orders"),
                namespace,
                new CertificateRequest.Proven(pod.keys.getPublic(), new byte[0]),
                Validity.starting(CLOCK.instant(), Duration.ofMinutes(58)))));
    }
}
