package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.contract.Issuing;
import dev.rolesanywhere.e2e.cluster.Cluster;
import dev.rolesanywhere.e2e.cluster.InTurn;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The issuing endpoint with invalid tokens and requests, with the API server's own tokens. */
@NeedsCluster
@InTurn
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuingE2E {
    private static final String NAMESPACE = "issuing";

    private IssuingEndpoint endpoint;
    private Workload shop;
    private Pod pod;

    @BeforeAll
    void a_bound_pod() throws Exception {
        shop = Workload.namespace(NAMESPACE).bind(NAMESPACE);
        pod = shop.create(
                shop.pod("app", container("app", Installation.PYTHON_IMAGE, "0").build()));
        shop.awaitLog("app", "app", "assumed-role/issuing/");
        endpoint = new IssuingEndpoint();
    }

    @AfterAll
    void end() {
        shop.end();
        Workload.of("ended").end();
    }

    @Test
    void the_leaf_has_the_names_of_the_tokens_pod_and_no_names_of_the_request() throws Exception {
        KeyPair pair = p256();
        var answer = endpoint.post(
                token(Issuing.AUDIENCE, pod),
                csr(pair, "CN=admin,O=evil", "spiffe://evil.example.org/ns/kube-system/sa/admin"));
        assertThat(answer.status()).isEqualTo(200);
        X509Certificate leaf =
                leaf(answer.body().path("roles").get(0).path("certificate").asText());
        assertThat(leaf.getSubjectX500Principal().getName())
                .contains("CN=app@issuing", "OU=issuing", "O=prod-1.example.org")
                .doesNotContain("admin");
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://prod-1.example.org/ns/issuing/sa/app"));
        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void a_token_of_another_audience_is_refused() throws Exception {
        assertThat(endpoint.post(token("https://kubernetes.default.svc", pod), csr(p256(), "CN=x", null))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_request_without_a_token_is_rejected() throws Exception {
        assertThat(endpoint.post(null, csr(p256(), "CN=x", null)).status()).isEqualTo(401);
    }

    @Test
    void a_token_without_a_pod_is_rejected() throws Exception {
        var answer = endpoint.post(token(Issuing.AUDIENCE, null), csr(p256(), "CN=x", null));
        assertThat(answer.status()).isIn(401, 403);
        assertThat(answer.reason()).isEqualTo("TokenNotBoundToPod");
    }

    @Test
    void the_token_of_a_deleted_pod_is_refused() throws Exception {
        Pod gone = shop.create(shop.pod(
                "gone", container("app", Installation.PYTHON_IMAGE, "0").build()));
        String token = token(Issuing.AUDIENCE, gone);
        shop.resource("gone").withGracePeriod(0).delete();
        await().atMost(Cluster.PATIENCE).until(() -> shop.resource("gone").get() == null);
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        endpoint.post(token, csr(p256(), "CN=x", null)).status())
                .isIn(401, 403));
    }

    @Test
    void an_expired_token_of_the_clusters_own_is_refused() throws Exception {
        String fresh = token(Issuing.AUDIENCE, pod);
        var answer = endpoint.post(ClusterTokens.expired(fresh), csr(p256(), "CN=x", null));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("TokenExpired");
        assertThat(endpoint.post(ClusterTokens.signedAgain(fresh), csr(p256(), "CN=x", null))
                        .status())
                .as("the same claims, not expired, signed in the same way")
                .isEqualTo(200);
    }

    @Test
    void a_token_that_the_cluster_did_not_sign_is_refused() throws Exception {
        String fresh = token(Issuing.AUDIENCE, pod);
        String forged = fresh.substring(0, fresh.lastIndexOf('.') + 1) + "AAAA";
        var answer = endpoint.post(forged, csr(p256(), "CN=x", null));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("TokenNotAuthenticated");
    }

    @Test
    void a_token_is_invalid_for_another_pod_of_the_same_name() throws Exception {
        PodBuilder same = shop.pod(
                "again",
                container("app", Installation.PYTHON_IMAGE).withCommand("true").build());
        Pod first = shop.create(same);
        String token = token(Issuing.AUDIENCE, first);
        shop.resource("again").withGracePeriod(0).delete();
        await().atMost(Cluster.PATIENCE).until(() -> shop.resource("again").get() == null);
        shop.create(same);
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(
                        endpoint.post(token, csr(p256(), "CN=x", null)).status())
                .isIn(401, 403));
    }

    @Test
    void a_key_type_that_aws_does_not_accept_is_rejected() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var answer = endpoint.post(token(Issuing.AUDIENCE, pod), csr(pair, "CN=x", null));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("KeyTypeNotAllowed");
    }

    @Test
    void an_identity_that_is_too_long_for_awss_tags_is_rejected_with_its_length() throws Exception {
        String account = "a".repeat(240);
        Workload longest = Workload.namespace("long-name").allow("long-name");
        Manifests.apply(Installation.get().client(), "long-name.yaml", "ACCOUNT", account);
        Pod named = longest.create(longest.pod(
                        "app",
                        container("app", Installation.PYTHON_IMAGE)
                                .withCommand("true")
                                .build())
                .editSpec()
                .withServiceAccountName(account)
                .endSpec());
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
            var answer = endpoint.post(
                    endpoint.token("long-name", account, Issuing.AUDIENCE, named), csr(p256(), "CN=x", null));
            assertThat(answer.body().path("roles")).isEmpty();
            assertThat(answer.body().path("refused").get(0).path("reason").asText())
                    .isEqualTo("IdentityTooLong");
            assertThat(answer.body().path("refused").get(0).path("message").asText())
                    .contains("256");
        });
    }

    @Test
    void a_weak_key_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var answer = endpoint.post(token(Issuing.AUDIENCE, pod), csr(generator.generateKeyPair(), "CN=x", null));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("KeyTooWeak");
    }

    @Test
    void a_request_that_does_not_prove_the_key_is_refused() throws Exception {
        byte[] csr = csr(p256(), "CN=x", null);
        csr[csr.length - 1] ^= 1;
        var answer = endpoint.post(token(Issuing.AUDIENCE, pod), csr);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).isIn("ProofOfPossessionFailed", "CsrMalformed");
    }

    @Test
    void a_megabyte_is_refused() throws Exception {
        assertThat(endpoint.postBody(token(Issuing.AUDIENCE, pod), "{\"csr\":\"" + "A".repeat(1 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void garbage_is_refused() throws Exception {
        assertThat(endpoint.postBody(token(Issuing.AUDIENCE, pod), "not json").status())
                .isEqualTo(400);
    }

    @Test
    void a_deleted_binding_stops_issuing_at_once() throws Exception {
        Workload ended = Workload.namespace("ended").bind("ended");
        Pod running = ended.create(ended.pod(
                "app", container("app", Installation.PYTHON_IMAGE, "0").build()));
        String token = endpoint.token("ended", "app", Issuing.AUDIENCE, running);
        assertThat(endpoint.post(token, csr(p256(), "CN=x", null)).body().path("roles"))
                .hasSize(1);
        Installation.get()
                .client()
                .resources(AWSRoleBinding.class)
                .inNamespace("ended")
                .withName("ended")
                .delete();
        await().atMost(Cluster.PATIENCE).untilAsserted(() -> assertThat(endpoint.post(token, csr(p256(), "CN=x", null))
                        .body()
                        .path("roles")
                        .size())
                .isZero());
    }

    private String token(String audience, @org.jspecify.annotations.Nullable Pod bound) {
        return endpoint.token(NAMESPACE, "app", audience, bound);
    }

    private static KeyPair p256() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] csr(KeyPair pair, String subject, @org.jspecify.annotations.Nullable String uri)
            throws Exception {
        var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic());
        if (uri != null) {
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, (ASN1Encodable)
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
        }
        String algorithm =
                switch (pair.getPrivate().getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        return builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
                .getEncoded();
    }

    private static X509Certificate leaf(String base64) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }
}
