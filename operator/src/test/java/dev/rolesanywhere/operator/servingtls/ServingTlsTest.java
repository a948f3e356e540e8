package dev.rolesanywhere.operator.servingtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.operator.TestSettings;
import dev.rolesanywhere.operator.ownobjects.OwnObjects;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.serving.ServerCertificate;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Over Fabric8's CRUD server, with the real rotation. */
@EnableKubernetesMockClient(crud = true)
class ServingTlsTest {
    KubernetesClient client;

    private final TestClock clock = new TestClock(Instant.parse("2026-01-02T03:04:05Z"));

    /** One replica. */
    private final class Replica {
        final ServingKey key = new ServingKey();
        final ServingTls tls = new ServingTls(
                new OwnObjects(client, new TestSettings()),
                new WebhookTrust(client),
                new WebhookPods(client, new TestSettings()),
                new AgentTrust(client, new TestSettings()),
                key,
                new TestSettings(),
                clock,
                new SecureRandom());

        X509Certificate certificate() {
            return key.current().orElseThrow().certificate();
        }
    }

    /**
     * A kubelet checks a pod whose annotation changes, and then finds the Secret that was missing at the pod's start.
     */
    @Test
    void the_webhooks_pods_and_no_others_are_annotated_with_their_certificate() throws Exception {
        pod("waiting", "webhook", "raw-webhook-tls");
        pod("of-another-release", "webhook", "other-webhook-tls");
        pod("operator", "operator", "raw-webhook-tls");

        new Replica().tls.maintain();

        assertThat(announced("waiting"))
                .isEqualTo(webhookCertificate().getSerialNumber().toString(16));
        assertThat(announced("of-another-release")).isNull();
        assertThat(announced("operator")).isNull();
    }

    @Test
    void the_node_agents_get_the_bundle_in_the_charts_configmap() {
        new Replica().tls.maintain();
        assertThat(client.configMaps().inNamespace("agents").list().getItems()).isEmpty();

        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("raw-issuer-bundle")
                        .withNamespace("agents")
                        .endMetadata()
                        .build())
                .create();
        Replica replica = new Replica();
        replica.tls.maintain();

        assertThat(client.configMaps()
                        .inNamespace("agents")
                        .withName("raw-issuer-bundle")
                        .get()
                        .getData())
                .isEqualTo(Map.of("ca.crt", replica.tls.bundlePem().orElseThrow()));
    }

    private void pod(String name, String component, String secret) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("system")
                        .addToLabels("app.kubernetes.io/component", component)
                        .endMetadata()
                        .withNewSpec()
                        .addNewVolume()
                        .withName("webhook-tls")
                        .withNewSecret()
                        .withSecretName(secret)
                        .endSecret()
                        .endVolume()
                        .endSpec()
                        .build())
                .create();
    }

    private @Nullable String announced(String pod) {
        return client.pods()
                .inNamespace("system")
                .withName(pod)
                .get()
                .getMetadata()
                .getAnnotations()
                .get(WebhookPods.ANNOTATION);
    }

    @Test
    void the_first_round_creates_all_objects() throws Exception {
        webhookConfiguration();
        Replica replica = new Replica();

        replica.tls.maintain();

        X509Certificate authority = authority();
        replica.certificate().verify(authority.getPublicKey());
        assertThat(replica.certificate().getSubjectAlternativeNames())
                .contains(List.of(2, "raw-issuer.system.svc"), List.of(2, "raw-issuer.system.svc.cluster.local"));
        webhookCertificate().verify(authority.getPublicKey());
        assertThat(webhookCertificate().getSubjectAlternativeNames()).contains(List.of(2, "raw-webhook.system.svc"));
        String bundle = replica.tls.bundlePem().orElseThrow();
        assertThat(client.configMaps()
                        .inNamespace("system")
                        .withName("raw-issuer-bundle")
                        .get()
                        .getData())
                .containsEntry("ca.crt", bundle);
        assertThat(caBundle()).isEqualTo(Base64.getEncoder().encodeToString(bundle.getBytes(UTF_8)));
    }

    @Test
    void a_replica_notices_that_another_part_has_replaced_the_authority_or_its_bundle() {
        webhookConfiguration();
        Replica replica = new Replica();
        assertThat(replica.tls.isOutdated()).isTrue();
        replica.tls.maintain();
        replica.tls.maintain();
        assertThat(replica.tls.isOutdated()).isFalse();

        client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("raw")
                .edit(found -> new MutatingWebhookConfigurationBuilder(found)
                        .editFirstWebhook()
                        .editClientConfig()
                        .withCaBundle("")
                        .endClientConfig()
                        .endWebhook()
                        .build());
        assertThat(replica.tls.isOutdated()).isTrue();

        replica.tls.maintain();
        assertThat(replica.tls.isOutdated()).isFalse();
        client.resource(secret("raw-tls-authority")).delete();
        assertThat(replica.tls.isOutdated()).isTrue();
    }

    @Test
    void another_round_changes_nothing() {
        Replica replica = new Replica();
        replica.tls.maintain();
        X509Certificate before = replica.certificate();
        String version = secret("raw-webhook-tls").getMetadata().getResourceVersion();

        replica.tls.maintain();

        assertThat(replica.certificate()).isEqualTo(before);
        assertThat(secret("raw-webhook-tls").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void a_second_replica_adopts_the_authority_and_has_its_own_key() throws Exception {
        Replica first = new Replica();
        Replica second = new Replica();
        first.tls.maintain();
        second.tls.maintain();

        assertThat(second.tls.bundlePem()).isEqualTo(first.tls.bundlePem());
        second.certificate().verify(authority().getPublicKey());
        assertThat(second.certificate().getPublicKey())
                .isNotEqualTo(first.certificate().getPublicKey());
    }

    @Test
    void creating_an_existing_object_of_another_replica_fails_without_overwriting() {
        OwnObjects objects = new OwnObjects(client, new TestSettings());
        objects.create("raw-tls-authority", "Opaque", Map.of(), Map.of("ca.crt", "theirs"));

        assertThatThrownBy(() -> objects.create("raw-tls-authority", "Opaque", Map.of(), Map.of("ca.crt", "ours")))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(409));
    }

    @Test
    void certificates_are_renewed_without_a_restart_and_a_handshake_keeps_its_certificate() {
        Replica replica = new Replica();
        replica.tls.maintain();
        X509Certificate before = replica.certificate();
        String alias = replica.key.chooseEngineServerAlias("EC", null, null);

        clock.pass(Duration.ofDays(21));
        replica.tls.maintain();

        assertThat(replica.certificate()).isNotEqualTo(before);
        assertThat(replica.key.chooseEngineServerAlias("EC", null, null)).isNotEqualTo(alias);
        assertThat(replica.key.getCertificateChain(alias)).containsExactly(before);
        assertThat(replica.key.getPrivateKey(alias)).isNotNull();
    }

    @Test
    void the_next_authority_is_distributed_before_it_signs() throws Exception {
        Replica replica = new Replica();
        replica.tls.maintain();
        X509Certificate first = authority();

        clock.pass(Duration.ofDays(250));
        replica.tls.maintain();
        assertThat(CertificatePem.decode(replica.tls.bundlePem().orElseThrow().getBytes(UTF_8)))
                .hasSize(2)
                .startsWith(first);
        replica.certificate().verify(first.getPublicKey());

        clock.pass(Duration.ofHours(25));
        replica.tls.maintain();
        X509Certificate next = CertificatePem.decode(
                        replica.tls.bundlePem().orElseThrow().getBytes(UTF_8))
                .getLast();
        assertThat(next).isNotEqualTo(first);
        replica.certificate().verify(next.getPublicKey());
        webhookCertificate().verify(next.getPublicKey());
    }

    @Test
    void an_unreadable_authority_is_replaced_and_everything_follows() throws Exception {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("raw-tls-authority")
                        .withNamespace("system")
                        .endMetadata()
                        .addToData("ca.crt", "bm9uc2Vuc2U=")
                        .build())
                .create();
        Replica replica = new Replica();

        replica.tls.maintain();

        replica.certificate().verify(authority().getPublicKey());
    }

    private void webhookConfiguration() {
        client.resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName("raw")
                        .endMetadata()
                        .addNewWebhook()
                        .withName("pods.rolesanywhere.dev")
                        .withNewClientConfig()
                        .endClientConfig()
                        .endWebhook()
                        .build())
                .create();
    }

    private X509Certificate authority() throws Exception {
        return CertificatePem.decode(decoded(secret("raw-tls-authority"), "ca.crt"))
                .getFirst();
    }

    private X509Certificate webhookCertificate() {
        Secret secret = secret("raw-webhook-tls");
        return ServerCertificate.decode(
                        Map.of("tls.crt", decoded(secret, "tls.crt"), "tls.key", decoded(secret, "tls.key")),
                        new SecureRandom())
                .orElseThrow()
                .certificate();
    }

    private @Nullable String caBundle() {
        return client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("raw")
                .get()
                .getWebhooks()
                .getFirst()
                .getClientConfig()
                .getCaBundle();
    }

    private Secret secret(String name) {
        return client.secrets().inNamespace("system").withName(name).get();
    }

    private static byte[] decoded(Secret secret, String entry) {
        return Base64.getDecoder().decode(secret.getData().get(entry));
    }
}
