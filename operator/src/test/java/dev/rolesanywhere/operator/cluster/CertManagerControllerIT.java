package dev.rolesanywhere.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.session.CreateSessionRequest;
import dev.rolesanywhere.client.session.RolesAnywhereClient;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The whole path with cert-manager's own controller: a missing issuer first, then a CA issuer, a renewal, and AWS
 * (emulated).
 */
@NeedsApiServer
@EnabledIfEnvironmentVariable(
        named = CertManagerController.VARIABLE,
        matches = ".+",
        disabledReason = "Not run: set CERT_MANAGER_CONTROLLER to the path of cert-manager's controller")
class CertManagerControllerIT {
    private static final String SYSTEM = "certman-real";
    private static final String WORKLOADS = "certman-pods";
    private static CertManagerStage stage;
    private static CertManagerController controller;

    @BeforeAll
    static void start() throws Exception {
        stage = new CertManagerStage(SYSTEM);
        stage.define("certificaterequests");
        stage.define("other-kinds");
        stage.listen();
        stage.trustAnchor();
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> stage.ready().reason().equals("Loaded"));
        controller = CertManagerController.start(ApiServer.shared(), SYSTEM);
    }

    @AfterAll
    static void stop() throws Exception {
        if (controller != null) {
            controller.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void a_missing_issuer_is_named_and_the_request_succeeds_after_its_creation() throws Exception {
        CertManagerStage.Pod pod = stage.pod(WORKLOADS);
        JsonNode refusal = pod.asksWithoutNames().path("refused").path(0);
        assertThat(refusal.path("reason").asText()).isEqualTo("RequestNeedsSubject");

        // No faster than a pod may send requests.
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        pod.asks(refusal).at("/refused/0/message").asText())
                .contains("not found", "Create the issuer"));
        String name = stage.requests().getFirst().getMetadata().getName();

        stage.authoritySecret();
        stage.issuer();
        assertThat(stage.requests())
                .singleElement()
                .satisfies(it -> assertThat(it.getMetadata().getName()).isEqualTo(name));
        JsonNode role = await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> pod.asks(refusal).path("roles").path(0), found -> found.has("certificate"));
        X509Certificate first = certificate(role);
        assertThat(first.getPublicKey()).isEqualTo(pod.keys.getPublic());
        assertThat(first.getSubjectX500Principal().getName())
                .isEqualTo("CN=orders@certman-pods,OU=certman-pods,O=certman.example.org");
        assertThat(first.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://certman.example.org/ns/certman-pods/sa/orders"));
        assertThat(stage.requests()).isEmpty();

        // A renewal: one call, and a new leaf.
        X509Certificate second = certificate(pod.asks(refusal).path("roles").path(0));
        assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());

        assertThat(accessKey(pod, role, second)).startsWith("ASIA");
    }

    private static String accessKey(CertManagerStage.Pod pod, JsonNode role, X509Certificate leaf) throws Exception {
        try (Emulator emulator = Emulator.start(EmulatorSettings.local())) {
            emulator.define(new ObjectMapper(new YAMLFactory()).readTree("""
                    trustAnchors:
                    - {id: 01234567-89ab-cdef-0123-456789abcdef, region: eu-west-1, certificates: "%s"}
                    profiles:
                    - {id: 01234567-89ab-cdef-0123-456789abcdef, region: eu-west-1, roleArns: ['%s']}
                    roles:
                    - name: %s
                      trustPolicy:
                        Version: "2012-10-17"
                        Statement:
                        - Effect: Allow
                          Principal: {Service: rolesanywhere.amazonaws.com}
                          Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
                          Condition:
                            StringEquals:
                              aws:PrincipalTag/x509Subject/OU: %s
                              aws:PrincipalTag/x509SAN/URI: spiffe://certman.example.org/ns/certman-pods/sa/orders
                    """.formatted(
                            CertificatePem.encode(stage.authority.certificate()).replace("\n", "\\n"),
                            role.path("roleARN").asText(),
                            WORKLOADS,
                            WORKLOADS)));
            return new RolesAnywhereClient(new HttpTransport(Trust.jdk(), null, Timeouts.DEFAULT), Clock.systemUTC())
                    .createSession(
                            new CreateSessionRequest(
                                    role.path("trustAnchorARN").asText(),
                                    role.path("profileARN").asText(),
                                    role.path("roleARN").asText(),
                                    null),
                            new SigningIdentity(pod.keys.getPrivate(), leaf, List.of()),
                            new EndpointSettings("eu-west-1", false, false, emulator.endpoint()))
                    .credentials()
                    .accessKeyId();
        }
    }

    private static X509Certificate certificate(JsonNode role) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        Base64.getDecoder().decode(role.path("certificate").asText())));
    }
}
