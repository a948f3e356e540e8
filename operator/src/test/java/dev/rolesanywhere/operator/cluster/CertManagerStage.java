package dev.rolesanywhere.operator.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.authority.SelfSignedAuthority;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafNames;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** An operator with a trust anchor of cert-manager, and pods that send requests. The test simulates cert-manager. */
final class CertManagerStage implements AutoCloseable {
    static final String ANCHOR = "cert-manager";
    static final String ISSUER = "workloads";
    private static final SecureRandom RANDOM = new SecureRandom();

    final KubernetesClient client = ApiServer.shared().client();
    final SelfSignedAuthority authority = new SelfSignedAuthorities(Clock.systemUTC(), RANDOM)
            .generate("certman.example.org", 1, KeySpec.P256, Duration.ofDays(100));
    final String system;
    private OperatorProcess operator;
    private Issuing issuing;

    CertManagerStage(String system) {
        this.system = system;
        ApiServer.shared().namespace(system);
        operator = start();
    }

    private OperatorProcess start() {
        return OperatorProcess.start(ApiServer.shared(), system, "cm", system + "-0");
    }

    /** Like after the loss of a node. */
    void killOperator() throws Exception {
        operator.kill();
        operator = start();
        listen();
    }

    /** With the manifest of {@code docs/authorities.md}. */
    CertManagerStage trustAnchor() {
        String bundle =
                Objects.requireNonNull(authority.secretData().get("tls.crt")).indent(8);
        client.resource(Serialization.unmarshal("""
                apiVersion: rolesanywhere.dev/v1alpha1
                kind: AWSTrustAnchor
                metadata: {name: %s}
                spec:
                  trustDomain: certman.example.org
                  certificateAuthority:
                    certManager:
                      issuerRef: {name: %s}
                      caBundle: |
                %s
                  registrations:
                  - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef
                    profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef
                """.formatted(ANCHOR, ISSUER, bundle), AWSTrustAnchor.class))
                .create();
        return this;
    }

    void define(String crds) throws Exception {
        try (InputStream yaml = CertManagerStage.class.getResourceAsStream("/cert-manager/" + crds + ".yaml")) {
            client.load(yaml).serverSideApply();
        }
    }

    /** The Secret of a CA issuer of cert-manager. */
    void authoritySecret() {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(ISSUER)
                        .withNamespace(system)
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withStringData(authority.secretData())
                        .build())
                .create();
    }

    /** cert-manager's CA issuer, over that Secret. */
    void issuer() {
        client.resource(Serialization.unmarshal("""
                apiVersion: cert-manager.io/v1
                kind: Issuer
                metadata: {name: %s, namespace: %s}
                spec: {ca: {secretName: %s}}
                """.formatted(ISSUER, system, ISSUER), GenericKubernetesResource.class))
                .create();
    }

    /** The operator checks a broken trust anchor every few minutes. A change of the object makes it check now. */
    void touch() {
        client.resources(AWSTrustAnchor.class)
                .withName(ANCHOR)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"annotations\": {\"touched\": \"" + System.nanoTime() + "\"}}}");
    }

    Condition ready() {
        return Conditions.find(
                        client.resources(AWSTrustAnchor.class)
                                .withName(ANCHOR)
                                .require()
                                .getStatus()
                                .conditions(),
                        "CertificateAuthorityReady")
                .orElseThrow();
    }

    void listen() throws Exception {
        String bundle = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> client.configMaps()
                                .inNamespace(system)
                                .withName("cm-issuer-bundle")
                                .get(),
                        found -> found != null)
                .getData()
                .get("ca.crt");
        issuing = new Issuing(client, operator.port(), "cm-issuer." + system + ".svc", bundle);
    }

    /** A bound pod of ServiceAccount orders, in a separate namespace. */
    Pod pod(String namespace) {
        ApiServer.shared().namespace(namespace);
        ApiServer.shared().serviceAccount(namespace, "orders");
        ApiServer.shared().pod(namespace, "orders-1", "orders");
        client.resource(Manifests.role(namespace, ANCHOR)).create();
        client.resource(Manifests.binding(namespace, namespace, "orders")).create();
        return new Pod(namespace);
    }

    List<GenericKubernetesResource> requests() {
        return client.genericKubernetesResources("cert-manager.io/v1", "CertificateRequest")
                .inNamespace(system)
                .list()
                .getItems();
    }

    /** Plays approver or issuer. */
    void conditions(GenericKubernetesResource request, String certificate, String... conditions) {
        client.genericKubernetesResources("cert-manager.io/v1", "CertificateRequest")
                .inNamespace(system)
                .withName(request.getMetadata().getName())
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\": {"
                                + (certificate.isEmpty() ? "" : "\"certificate\": \"" + base64(certificate) + "\", ")
                                + "\"conditions\": [" + String.join(", ", conditions) + "]}}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    static String condition(String type, String status, String reason, String message) {
        return "{\"type\": \"%s\", \"status\": \"%s\", \"reason\": \"%s\", \"message\": \"%s\", \"lastTransitionTime\": \"%s\"}"
                .formatted(
                        type,
                        status,
                        reason,
                        message,
                        Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
    }

    List<Event> events(String namespace) {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }

    @Override
    public void close() throws InterruptedException {
        operator.close();
        client.resources(AWSRole.class).list().getItems().stream()
                .filter(role -> role.getSpec().trustAnchorName().equals(ANCHOR))
                .forEach(role -> client.resource(role).delete());
        client.resources(AWSTrustAnchor.class).withName(ANCHOR).delete();
        var definitions = client.apiextensions().v1().customResourceDefinitions();
        List<String> names = Stream.of("certificaterequests", "issuers", "clusterissuers", "certificates")
                .map(plural -> plural + ".cert-manager.io")
                .toList();
        names.forEach(name -> definitions.withName(name).delete());
        await("cert-manager's kinds are gone")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> assertThat(
                                names.stream().map(definitions::withName).flatMap(CertManagerStage::left))
                        .isEmpty());
    }

    /**
     * Its state, if it still exists. A change makes the API server retry immediately; without a change its retries
     * become slower.
     */
    private static Stream<String> left(Resource<CustomResourceDefinition> definition) {
        CustomResourceDefinition found = definition.get();
        if (found == null) {
            return Stream.empty();
        }
        definition.patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\": {\"annotations\": {\"touched\": \"" + System.nanoTime() + "\"}}}");
        return Stream.of(found.getMetadata().getName() + " " + found.getStatus().getConditions());
    }

    /** The sidecar's requests, with Bouncy Castle instead of the sidecar's encoder. */
    final class Pod {
        final KeyPair keys = KeySpec.P256.generate(RANDOM);
        final String namespace;
        private final String token;

        Pod(String namespace) {
            this.namespace = namespace;
            this.token = issuing.token(namespace, "orders", "orders-1", "rolesanywhere.dev");
        }

        /** Like a sidecar without support for names. */
        JsonNode asksAsBefore() throws Exception {
            return issuing.certificates(token, unnamed(), null).body();
        }

        JsonNode asksWithoutNames() throws Exception {
            return issuing.certificates(token, unnamed(), "").body();
        }

        /** Under the names that an answer refusal. */
        JsonNode asks(JsonNode refusal) throws Exception {
            return issuing.certificates(
                            token,
                            unnamed(),
                            "\"" + namespace + "\": \"" + Base64.getEncoder().encodeToString(named(refusal)) + "\"")
                    .body();
        }

        private byte[] unnamed() throws Exception {
            return signed(new JcaPKCS10CertificationRequestBuilder(new X500Name(""), keys.getPublic()), keys);
        }

        private byte[] named(JsonNode refusal) throws Exception {
            return CertManagerStage.named(
                    keys,
                    new LeafNames(
                            Base64.getDecoder().decode(refusal.path("subject").asText()),
                            Base64.getDecoder()
                                    .decode(refusal.path("subjectAlternativeNames")
                                            .asText())));
        }
    }

    static byte[] named(KeyPair keys, LeafNames names) throws Exception {
        return signed(
                new JcaPKCS10CertificationRequestBuilder(X500Name.getInstance(names.subject()), keys.getPublic())
                        .addAttribute(
                                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                new Extensions(new Extension(
                                        Extension.subjectAlternativeName, false, names.alternativeNames()))),
                keys);
    }

    private static byte[] signed(PKCS10CertificationRequestBuilder request, KeyPair keys) throws Exception {
        return request.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }
}
