package dev.rolesanywhere.operator.trustanchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.crds.trustanchor.SecretReference;
import dev.rolesanywhere.crds.trustanchor.SelfSigned;
import dev.rolesanywhere.operator.TestInventory;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.authority.AuthorityResolver;
import dev.rolesanywhere.operator.authority.AuthorityRotation;
import dev.rolesanywhere.operator.authority.DesiredAuthorities;
import dev.rolesanywhere.operator.authority.OwnAuthorities;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.external.ExternalAuthorities;
import dev.rolesanywhere.operator.outcome.ReportedOutcomes;
import dev.rolesanywhere.operator.ownobjects.OwnObjects;
import dev.rolesanywhere.operator.registration.NoManagedRegistrations;
import dev.rolesanywhere.operator.rotation.SecretAuthorityStore;
import dev.rolesanywhere.operator.rotation.TrustProof;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.key.KeySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reconciler's requests to the API server about a CA, counted by Fabric8's mock. */
@EnableKubernetesMockClient(crud = true)
class QuietReconcileTest {
    private static final String SECRETS = "/api/v1/namespaces/system/secrets/";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/system/configmaps/";

    KubernetesClient client;
    KubernetesMockServer apiServer;

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SecureRandom random = new SecureRandom();

    @Test
    void a_quiet_reconcile_reads_secret_and_config_map_of_a_self_signed_authority_once() throws Exception {
        AWSTrustAnchor anchor = anchor(new CertificateAuthoritySpec(new SelfSigned(null, null), null));
        settle(anchor);

        assertThat(requestsOf(anchor))
                .containsExactlyInAnyOrder(
                        "GET " + SECRETS + "awsta-default-ca", "GET " + CONFIG_MAPS + "awsta-default-ca");
    }

    @Test
    void a_quiet_reconcile_reads_the_users_secret_once_too() throws Exception {
        usersSecret();
        AWSTrustAnchor anchor = anchor(new CertificateAuthoritySpec(null, new SecretReference("my-ca")));
        settle(anchor);

        assertThat(requestsOf(anchor))
                .containsExactlyInAnyOrder(
                        "GET " + SECRETS + "awsta-default-ca",
                        "GET " + SECRETS + "my-ca",
                        "GET " + CONFIG_MAPS + "awsta-default-ca");
    }

    @Test
    void every_write_is_one_request_and_is_followed_by_one_more_read() throws Exception {
        AWSTrustAnchor anchor = anchor(new CertificateAuthoritySpec(new SelfSigned(null, null), null));
        settle(anchor);
        anchor.getMetadata()
                .setAnnotations(Map.of(
                        Annotations.ROTATE,
                        anchor.getStatus().authorities().getFirst().fingerprint()));

        assertThat(requestsOf(anchor))
                .containsExactly(
                        "GET " + SECRETS + "awsta-default-ca",
                        "GET " + CONFIG_MAPS + "awsta-default-ca",
                        "PUT " + SECRETS + "awsta-default-ca",
                        "GET " + SECRETS + "awsta-default-ca",
                        "GET " + CONFIG_MAPS + "awsta-default-ca",
                        "PUT " + CONFIG_MAPS + "awsta-default-ca");
    }

    private AuthorityLife life() {
        SecretAuthorityStore store = new SecretAuthorityStore(new OwnObjects(client, new TestSettings()));
        ExternalAuthorities external = ExternalAuthorities.none();
        OwnAuthorities own = new OwnAuthorities(clock, random);
        return new AuthorityLife(
                new TestInventory(),
                new AuthorityResolver(store, external, own, clock, random),
                new AuthorityRotation(
                        store,
                        own,
                        new DesiredAuthorities(external, clock, random),
                        (_, _) -> new TrustProof.Unknown("not asked"),
                        clock),
                external,
                store,
                NoManagedRegistrations.at(clock),
                new ExpiryMetrics(new SimpleMeterRegistry()),
                new EgressResolver(new TestInventory(), TestSettings.direct()),
                clock);
    }

    /** Until the CA signs, is published, and nothing is left to write. */
    private void settle(AWSTrustAnchor anchor) throws InterruptedException {
        reconcile(anchor);
        reconcile(anchor);
        assertThat(anchor.getStatus().conditions())
                .filteredOn(Condition::holds)
                .extracting(Condition::type)
                .contains("Ready", "CertificateAuthorityReady", "Rotation");
        assertThat(client.configMaps()
                        .inNamespace("system")
                        .withName("awsta-default-ca")
                        .get()
                        .getData())
                .containsEntry("ca.crt", anchor.getStatus().caBundle());
        requests();
    }

    private List<String> requestsOf(AWSTrustAnchor anchor) throws InterruptedException {
        reconcile(anchor);
        return requests();
    }

    private void reconcile(AWSTrustAnchor anchor) {
        anchor.setStatus(TrustAnchorDecision.decide(
                life().advance(anchor, ReportedOutcomes.NOTHING, _ -> Optional.empty()), 1L, "selfSigned"));
    }

    /** Since the last call. */
    private List<String> requests() throws InterruptedException {
        List<String> requests = new ArrayList<>();
        for (var next = apiServer.takeRequest(0, TimeUnit.SECONDS);
                next != null;
                next = apiServer.takeRequest(0, TimeUnit.SECONDS)) {
            requests.add(next.getMethod() + " " + next.getPath());
        }
        return requests;
    }

    private void usersSecret() {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("my-ca")
                        .withNamespace("system")
                        .addToAnnotations(Annotations.CERTIFICATE_AUTHORITY_OF, "default")
                        .endMetadata()
                        .withData(new SelfSignedAuthorities(clock, random)
                                        .generate("corp.example.org", 1, KeySpec.P256, Duration.ofDays(365))
                                        .secretData()
                                        .entrySet()
                                        .stream()
                                        .collect(Collectors.toMap(entry -> entry.getKey(), entry -> Base64.getEncoder()
                                                .encodeToString(entry.getValue().getBytes(UTF_8)))))
                        .build())
                .create();
    }

    private static AWSTrustAnchor anchor(CertificateAuthoritySpec authority) {
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder().withName("default").build());
        anchor.setSpec(new AWSTrustAnchorSpec("prod-1.example.org", authority, null, null, null));
        return anchor;
    }
}
